import { createHash } from "node:crypto";
import {
  createAvroFile,
  syncMarkerOf,
  type AvroFile,
  type AvroForm,
} from "./avro-file";
import type { CodecName } from "./codecs";
import { avroSchema, avroType, type Column, type Row } from "./columns";
import type { DumpTarget, ObjectWriter } from "./dump-target";

export type TableWriter = {
  /** A promise must be waited for before the next row; null: go on at once. */
  add(row: Row): Promise<void> | null;
  /** Answers how many rows there are, and the keys of their files. */
  finish(): Promise<{ rows: number; keys: string[] }>;
  /** Gives up the file that is under way. */
  cancel(): Promise<void>;
};

type TableForm = {
  dumpId: number;
  table: string;
  columns: readonly Column[];
  seed: number;
  codec: CodecName;
  partRows: number;
};

type Part = { file: AvroFile; object: ObjectWriter; rows: number };

/** Writes a table of a dump into as many part files as it takes. */
export function createTableWriter(
  target: DumpTarget,
  form: TableForm,
): TableWriter {
  const type = avroType(form.columns);
  const schema = JSON.stringify(avroSchema(form.columns));
  const keys: string[] = [];
  let part: Part | null = null;
  let rows = 0;

  const endPart = async () => {
    await part?.file.finish();
    await part?.object.close();
    part = null;
  };
  const addToNext = async (row: Row) => {
    await endPart();
    const key = partKey(form, keys.length);
    keys.push(key);
    const avro = { type, schema, codec: form.codec, sync: syncMarkerOf(key) };
    part = await openPart(target, key, avro);
    part.rows = 1;
    await part.file.add(row);
  };

  return {
    add(row) {
      rows += 1;
      if (part === null || part.rows === form.partRows) return addToNext(row);
      part.rows += 1;
      return part.file.add(row);
    },
    async finish() {
      await endPart();
      return { rows, keys };
    },
    async cancel() {
      await part?.object.cancel();
    },
  };
}

async function openPart(
  target: DumpTarget,
  key: string,
  form: AvroForm,
): Promise<Part> {
  const object = await target.open(key);
  const file = createAvroFile((bytes) => object.write(bytes), form);
  return { file, object, rows: 0 };
}

/** All parts of a table in a dump share their UUID, as whatever writes Heap's does it. */
function partKey({ dumpId, table, seed }: TableForm, index: number): string {
  const hex = createHash("sha256")
    .update(`${seed}/${dumpId}/${table}`)
    .digest("hex");
  const uuid = [8, 4, 4, 4, 12].reduce<string[]>((parts, length) => {
    const from = parts.join("").length;
    return [...parts, hex.slice(from, from + length)];
  }, []);
  const number = String(index).padStart(5, "0");
  return `sync_${dumpId}/${table}/part-${number}-${uuid.join("-")}-c000.avro`;
}
