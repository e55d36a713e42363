import {
  block,
  header,
} from "../../lib/connectors/heap/connect/testing/write-avro";
import { BUCKET, type Scene } from "./scene";

type Table = { name: string; files: (Buffer | null)[]; incremental?: boolean };

const encoded = (value: string) => {
  const bytes = Buffer.from(value);
  const length: number[] = [];
  let left = bytes.length * 2;
  for (; left >= 128; left = Math.floor(left / 128))
    length.push((left % 128) | 128);
  return Buffer.concat([Buffer.from([...length, left]), bytes]);
};

/** An Avro file of columns of text: a block for each list of rows. */
export function fileOf(
  columns: readonly string[],
  ...blocks: readonly (readonly string[])[][]
): Buffer {
  const fields = columns.map((name) => ({ name, type: "string" }));
  return Buffer.concat([
    header({ type: "record", name: "row", fields }, "snappy"),
    ...blocks.map((rows) =>
      block("snappy", rows.length, Buffer.concat(rows.flat().map(encoded))),
    ),
  ]);
}

let folders = 0;

/** A place of its own in the sandbox's bucket, whose dumps a test writes by hand. */
export function handMade(scene: Scene) {
  const { bucket } = scene;
  folders += 1;
  const prefix = `hand-made-${folders}/`;
  const keyOf = (dumpId: number, table: string, part: number) =>
    `${prefix}sync_${dumpId}/${table}/part-${String(part).padStart(5, "0")}-x-c000.avro`;
  const manifestKey = (dumpId: number) =>
    `${prefix}manifests/sync_${dumpId}.json`;
  return {
    ...{ manifestKey, keyOf },
    connect: () => scene.aConnection({ prefix }),
    /** null: a file that the manifest names and that is not there. */
    async write(dumpId: number, tables: readonly Table[]): Promise<void> {
      for (const { name, files } of tables)
        for (const [part, file] of files.entries())
          if (file !== null) await bucket.put(keyOf(dumpId, name, part), file);
      const listed = tables.map(({ name, files, incremental = true }) => ({
        ...{ name, columns: [], incremental },
        files: files.map(
          (_, part) => `s3://${BUCKET}/${keyOf(dumpId, name, part)}`,
        ),
      }));
      await bucket.put(
        manifestKey(dumpId),
        JSON.stringify({ dump_id: dumpId, tables: listed }),
      );
    },
  };
}
