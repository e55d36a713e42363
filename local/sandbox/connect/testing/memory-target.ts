import type { DumpTarget } from "../dump-target";
import type { Row } from "../columns";
import type { Manifest } from "../manifest";
import { readAvro } from "./read-avro";

/** Keeps what is written, in the order in which the objects were ended. */
export function memoryTarget() {
  const objects = new Map<string, Buffer>();
  const target: DumpTarget = {
    async open(key) {
      const chunks: Buffer[] = [];
      return {
        async write(bytes) {
          chunks.push(bytes);
        },
        async close() {
          objects.set(key, Buffer.concat(chunks));
        },
        async cancel() {
          chunks.length = 0;
        },
      };
    },
  };
  return { target, objects };
}

export function readManifest(
  objects: ReadonlyMap<string, Buffer>,
  dumpId: number,
): Manifest {
  const text = objects.get(`manifests/sync_${dumpId}.json`)?.toString("utf8");
  return JSON.parse(text ?? "null") as Manifest;
}

/** The rows of a table of a dump, found by its manifest as a reader would. */
export async function readTable(
  objects: ReadonlyMap<string, Buffer>,
  dumpId: number,
  name: string,
): Promise<Row[]> {
  const { tables } = readManifest(objects, dumpId);
  const rows: Row[] = [];
  for (const file of tables.find((table) => table.name === name)?.files ?? []) {
    const key = new URL(file).pathname.slice(1);
    rows.push(...(await readAvro(objects.get(key) ?? Buffer.alloc(0))));
  }
  return rows;
}
