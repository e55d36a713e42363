import { createHash } from "node:crypto";
import type { Type } from "avsc";
import { codecs, type CodecName } from "./codecs";

const MAGIC = Buffer.from("Obj\u0001", "latin1");
const SYNC_BYTES = 16;
const BLOCK_BYTES = 64 * 1024;

type Write = (bytes: Buffer) => Promise<void>;

export type AvroForm = {
  type: Type;
  /** The type in JSON, as it stands in the file. */
  schema: string;
  codec: CodecName;
  sync: Buffer;
};

export type AvroFile = {
  /** A promise must be waited for before the next row; null: go on at once. */
  add(row: object): Promise<void> | null;
  finish(): Promise<void>;
};

/** Sixteen bytes that part the blocks of a file; chance would make each run differ. */
export function syncMarkerOf(name: string): Buffer {
  return createHash("sha256").update(name).digest().subarray(0, SYNC_BYTES);
}

/**
 * Writes an Avro object container file, a block at a time. It is put together
 * here, as avsc's own encoder is a stream that has to be waited for at each row.
 */
export function createAvroFile(
  write: Write,
  { type, schema, codec, sync }: AvroForm,
): AvroFile {
  let buffer = Buffer.allocUnsafe(BLOCK_BYTES);
  let used = 0;
  let count = 0;
  let isBegun = false;

  const flush = async () => {
    if (!isBegun) await write(avroHeader(schema, codec, sync));
    isBegun = true;
    if (count === 0) return;
    const packed = await codecs[codec](buffer.subarray(0, used));
    await write(avroBlock(count, packed, sync));
    used = 0;
    count = 0;
  };

  const append = (row: object) => {
    const end = type.encode(row, buffer, used);
    if (end < 0) return false;
    used = end;
    count += 1;
    return true;
  };

  return {
    add: (row) =>
      append(row)
        ? null
        : flush().then(() => {
            while (!append(row)) buffer = Buffer.allocUnsafe(buffer.length * 2);
          }),
    finish: flush,
  };
}

/** What a container file begins with. */
export function avroHeader(
  schema: string,
  codec: string,
  sync: Buffer,
): Buffer {
  const entries = { "avro.schema": schema, "avro.codec": codec };
  const map = Object.entries(entries).flatMap(([name, value]) => [
    avroBytes(name),
    avroBytes(value),
  ]);
  const count = avroLong(Object.keys(entries).length);
  return Buffer.concat([MAGIC, count, ...map, avroLong(0), sync]);
}

/** A block: how many rows, how many bytes, these bytes, and the marker. */
export function avroBlock(count: number, packed: Buffer, sync: Buffer): Buffer {
  return Buffer.concat([
    avroLong(count),
    avroLong(packed.length),
    packed,
    sync,
  ]);
}

function avroBytes(text: string): Buffer {
  const bytes = Buffer.from(text, "utf8");
  return Buffer.concat([avroLong(bytes.length), bytes]);
}

/** Seven bits a byte, the lowest first; the sign is the lowest bit of all. */
export function avroLong(value: number): Buffer {
  const bytes: number[] = [];
  let rest = BigInt.asUintN(64, BigInt(value) * 2n);
  for (; rest > 0x7fn; rest >>= 7n) bytes.push(Number(rest & 0x7fn) | 0x80);
  bytes.push(Number(rest));
  return Buffer.from(bytes);
}
