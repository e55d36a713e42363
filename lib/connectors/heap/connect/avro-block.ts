import { promisify } from "node:util";
import { crc32, inflateRaw } from "node:zlib";
import snappy from "snappy";
import { ConnectDataError } from "./connect-error";

/** What one block may take, packed and unpacked: a small file can claim to hold anything. */
export const BLOCK_BYTES_MAX = 16 * 1024 * 1024;
const UNPACKED_BYTES_MAX = 32 * 1024 * 1024;

const CRC_BYTES = 4;
const inflate = promisify<Buffer, { maxOutputLength: number }, Buffer>(
  inflateRaw,
);

export const CODECS = ["null", "deflate", "snappy"] as const;
export type Codec = (typeof CODECS)[number];

/**
 * Unpacks a block of an Avro file. Throws ConnectDataError when it is broken, or
 * would take more than UNPACKED_BYTES_MAX. Of Snappy the size is known before.
 */
export async function unpackBlock(
  codec: Codec,
  bytes: Buffer,
): Promise<Buffer> {
  switch (codec) {
    case "null":
      return bytes;
    case "deflate":
      return unpackDeflate(bytes);
    case "snappy":
      return unpackSnappy(bytes);
  }
}

async function unpackDeflate(bytes: Buffer): Promise<Buffer> {
  try {
    return await inflate(bytes, { maxOutputLength: UNPACKED_BYTES_MAX });
  } catch (error) {
    const isTooLarge =
      error instanceof Error &&
      "code" in error &&
      error.code === "ERR_BUFFER_TOO_LARGE";
    throw isTooLarge ? tooLarge() : broken(error);
  }
}

/** In Avro the checksum of what was packed follows it. */
async function unpackSnappy(bytes: Buffer): Promise<Buffer> {
  const packed = bytes.subarray(0, bytes.length - CRC_BYTES);
  if (bytes.length <= CRC_BYTES) throw broken();
  if (snappySize(packed) > UNPACKED_BYTES_MAX) throw tooLarge();
  const unpacked = await snappy.uncompress(packed).catch((error: unknown) => {
    throw broken(error);
  });
  const whole = typeof unpacked === "string" ? Buffer.from(unpacked) : unpacked;
  if (crc32(whole) !== bytes.readUInt32BE(packed.length)) throw broken();
  return whole;
}

/** A Snappy block begins with its unpacked size, as a variable-length number of 32 bits. */
function snappySize(packed: Buffer): number {
  let size = 0;
  for (let at = 0; at < 5; at += 1) {
    const byte = packed[at];
    if (byte === undefined) break;
    size += (byte & 0x7f) * 2 ** (7 * at);
    if (byte < 0x80) return size;
  }
  throw broken();
}

const broken = (cause?: unknown) =>
  new ConnectDataError("a block can't be unpacked: the file is broken", {
    cause,
  });

const tooLarge = () =>
  new ConnectDataError(
    `a block would unpack to more than ${UNPACKED_BYTES_MAX / 1_048_576} MiB`,
  );
