import type { FileHandle } from "node:fs/promises";
import { z } from "zod";

const LENGTH_BYTES = 4;
const ABOUT_BYTES_MAX = 16 * 1024;

const StoredObject = z.object({
  key: z.string(),
  size: z.int(),
  /** MD5 in hex, without quotes. */
  etag: z.string(),
  /** Milliseconds. */
  modifiedAt: z.number(),
  contentType: z.string(),
});
export type StoredObject = z.infer<typeof StoredObject>;

/**
 * What stands at the end of an object's file, after its bytes: what is known of
 * it and how long that is. So a file is whole in itself, and one rename puts
 * bytes and description in place together.
 */
export function encodeTrailer(object: StoredObject): Buffer {
  const about = Buffer.from(JSON.stringify(object), "utf8");
  const length = Buffer.alloc(LENGTH_BYTES);
  length.writeUInt32BE(about.length);
  return Buffer.concat([about, length]);
}

/** Reads the end of an object's file. Throws when it is none. */
export async function readTrailer(file: FileHandle): Promise<StoredObject> {
  const { size } = await file.stat();
  const length = (
    await readAt(file, size - LENGTH_BYTES, LENGTH_BYTES)
  ).readUInt32BE();
  if (length > ABOUT_BYTES_MAX) throw new Error("This is no object's file");
  const about = await readAt(file, size - LENGTH_BYTES - length, length);
  return StoredObject.parse(JSON.parse(about.toString("utf8")));
}

async function readAt(
  file: FileHandle,
  position: number,
  bytes: number,
): Promise<Buffer> {
  if (position < 0) throw new Error("The file is too short");
  const buffer = Buffer.alloc(bytes);
  const { bytesRead } = await file.read(buffer, 0, bytes, position);
  if (bytesRead < bytes) throw new Error("The file is too short");
  return buffer;
}
