import { isUtf8 } from "node:buffer";
import { createGunzip } from "node:zlib";
import { Readable } from "node:stream";
import type { ReadableStream as NodeReadableStream } from "node:stream/web";
import { AppError, badRequest } from "../errors";

export type BodyLimits = { rawBytesMax: number; unpackedBytesMax: number };

/**
 * Reads a body as text, unpacking gzip. Counts bytes on both sides of the
 * unpacking, since a small body can hold a large one. Throws AppError.
 */
export async function readText(
  request: Request,
  limits: BodyLimits,
): Promise<string> {
  if (request.body === null) return "";
  const raw = Readable.fromWeb(request.body as NodeReadableStream);
  return readBody(raw, request.headers.get("content-encoding"), limits);
}

/** The same of a body as Node's own server hands it over. */
export async function readBody(
  source: AsyncIterable<Buffer>,
  encoding: string | null,
  limits: BodyLimits,
): Promise<string> {
  const raw = countTo(source, limits.rawBytesMax);
  const bytes = await unpack(raw, encoding, limits);
  if (isUtf8(bytes)) return bytes.toString("utf8");
  throw badRequest("The body is not UTF-8.");
}

async function unpack(
  source: AsyncIterable<Buffer>,
  encoding: string | null,
  limits: BodyLimits,
): Promise<Buffer> {
  if (encoding === null || encoding === "identity") return collect(source);
  if (encoding !== "gzip") {
    throw new AppError(
      "unsupported_media_type",
      `The content encoding ${encoding} is not understood; use gzip.`,
    );
  }
  const packed = await collect(source);
  const unpacked = Readable.from([packed]).pipe(createGunzip());
  try {
    return await collect(countTo(unpacked, limits.unpackedBytesMax));
  } catch (error) {
    if (error instanceof AppError) throw error;
    throw badRequest("The body is not gzip, as its header says.");
  }
}

async function* countTo(
  source: AsyncIterable<Buffer>,
  bytesMax: number,
): AsyncGenerator<Buffer> {
  let bytes = 0;
  for await (const chunk of source) {
    bytes += chunk.length;
    if (bytes > bytesMax)
      throw new AppError("too_large", `The body is over ${bytesMax} bytes.`);
    yield chunk;
  }
}

async function collect(source: AsyncIterable<Buffer>): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of source) chunks.push(chunk);
  const [only] = chunks;
  return chunks.length === 1 && only !== undefined
    ? only
    : Buffer.concat(chunks);
}
