import { z } from "zod";
import type { ByteQueue } from "./byte-queue";
import { CODECS, type Codec } from "./avro-block";
import { ConnectDataError } from "./connect-error";

const MAGIC = Buffer.from("Obj\u0001", "latin1");
export const SYNC_BYTES = 16;
/** Of a header's texts, all together. */
const HEADER_BYTES_MAX = 4 * 1024 * 1024;
/** A variable-length number of 64 bits. */
const LONG_BYTES_MAX = 10;

export type AvroHeader = { schemaText: string; codec: Codec; sync: Buffer };

/** Reads the head of an Avro object container file. Throws ConnectDataError. */
export async function readHeader(bytes: ByteQueue): Promise<AvroHeader> {
  if (!(await bytes.fill(MAGIC.length)) || !bytes.take(4).equals(MAGIC))
    throw new ConnectDataError("is no Avro file");
  const metadata = await readMetadata(bytes);
  const codec = z
    .enum(CODECS)
    .safeParse(metadata.get("avro.codec")?.toString() ?? "null");
  if (!codec.success)
    throw new ConnectDataError(
      `its codec is none of ${CODECS.join(", ")}: it can't be unpacked`,
    );
  const schemaText = metadata.get("avro.schema")?.toString("utf8");
  if (schemaText === undefined)
    throw new ConnectDataError("its head holds no schema");
  const sync = await takeExactly(bytes, SYNC_BYTES);
  return { schemaText, codec: codec.data, sync: Buffer.from(sync) };
}

/** A map in blocks: a count, so many names and values, and so on until a count of 0. */
async function readMetadata(bytes: ByteQueue): Promise<Map<string, Buffer>> {
  const metadata = new Map<string, Buffer>();
  for (;;) {
    const count = await readLong(bytes);
    if (count === null) throw cutShort();
    if (count === 0) return metadata;
    // A negative count is followed by the block's size.
    if (count < 0) await readLong(bytes);
    for (let index = 0; index < Math.abs(count); index += 1) {
      const name = (await readBytes(bytes)).toString("utf8");
      metadata.set(name, Buffer.from(await readBytes(bytes)));
    }
  }
}

async function readBytes(bytes: ByteQueue): Promise<Buffer> {
  const length = await readLong(bytes);
  if (length === null) throw cutShort();
  if (length < 0 || bytes.taken + length > HEADER_BYTES_MAX)
    throw new ConnectDataError("its head is too large");
  return takeExactly(bytes, length);
}

/** So many bytes; throws ConnectDataError when the file ends before. */
export async function takeExactly(
  bytes: ByteQueue,
  count: number,
): Promise<Buffer> {
  if (!(await bytes.fill(count))) throw cutShort();
  return bytes.take(count);
}

/**
 * A number in Avro's variable-length form; null at the end of the file. Throws
 * ConnectDataError for one that is cut, or larger than a file could hold.
 */
export async function readLong(bytes: ByteQueue): Promise<number | null> {
  let value = 0n;
  for (let at = 0; at < LONG_BYTES_MAX; at += 1) {
    if (!(await bytes.fill(1))) {
      if (at === 0) return null;
      throw cutShort();
    }
    const byte = bytes.take(1)[0] ?? 0;
    value |= BigInt(byte & 0x7f) << BigInt(7 * at);
    if (byte < 0x80) return toSafe((value >> 1n) ^ -(value & 1n));
  }
  throw new ConnectDataError("a number in it is broken");
}

function toSafe(value: bigint): number {
  if (value >= -(2n ** 52n) && value <= 2n ** 52n) return Number(value);
  throw new ConnectDataError("a number in it is broken");
}

const cutShort = () => new ConnectDataError("it ends too soon");
