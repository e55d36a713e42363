import { crc32, deflateRawSync } from "node:zlib";
import snappy from "snappy";
import type { Codec } from "../avro-block";

/** A long number in Avro's variable-length form. */
export function long(value: number): Buffer {
  const bytes: number[] = [];
  let left = BigInt.asUintN(64, (BigInt(value) << 1n) ^ (BigInt(value) >> 63n));
  while (left >= 0x80n) {
    bytes.push(Number(left & 0x7fn) | 0x80);
    left >>= 7n;
  }
  return Buffer.from([...bytes, Number(left)]);
}

const text = (value: string | Buffer) => {
  const bytes = Buffer.from(value);
  return Buffer.concat([long(bytes.length), bytes]);
};

export const SYNC = Buffer.alloc(16, 7);

/** The head of an Avro file, of any schema and codec, known or not. */
export const header = (schema: unknown, codec: string): Buffer =>
  Buffer.concat([
    Buffer.from("Obj\u0001", "latin1"),
    ...[long(2), text("avro.schema"), text(JSON.stringify(schema))],
    ...[text("avro.codec"), text(codec), long(0), SYNC],
  ]);

/** A block of so many rows, encoded one after the other. */
export function block(codec: Codec, count: number, rows: Buffer): Buffer {
  const packed = pack(codec, rows);
  return Buffer.concat([long(count), long(packed.length), packed, SYNC]);
}

function pack(codec: Codec, rows: Buffer): Buffer {
  if (codec === "null") return rows;
  if (codec === "deflate") return deflateRawSync(rows);
  const checksum = Buffer.alloc(4);
  checksum.writeUInt32BE(crc32(rows));
  return Buffer.concat([snappy.compressSync(rows), checksum]);
}
