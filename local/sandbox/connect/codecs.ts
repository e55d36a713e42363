import { promisify } from "node:util";
import { crc32, deflateRaw } from "node:zlib";
import { compress } from "snappy";

const deflate = promisify(deflateRaw);
const CHECKSUM_BYTES = 4;

/** How the blocks of an Avro file are packed, by the names that Avro gives it. */
export const codecs = {
  null: async (block: Buffer) => Buffer.from(block),
  deflate: (block: Buffer) => deflate(block),
  snappy: async (block: Buffer) =>
    Buffer.concat([await compress(block), checksum(block)]),
} satisfies Record<string, (block: Buffer) => Promise<Buffer>>;

export type CodecName = keyof typeof codecs;

/** What Avro wants after a Snappy block: the CRC-32 of the bytes before packing. */
export function checksum(block: Buffer): Buffer {
  const bytes = Buffer.alloc(CHECKSUM_BYTES);
  bytes.writeUInt32BE(crc32(block));
  return bytes;
}
