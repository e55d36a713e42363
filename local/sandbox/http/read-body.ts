import type { IncomingMessage } from "node:http";
import { promisify } from "node:util";
import { gunzip } from "node:zlib";

const BODY_BYTES_MAX = 16 * 1024 * 1024;

const gunzipAsync = promisify(gunzip);

/** The body can't be taken; `status` is what the request is answered with. */
export class BodyError extends Error {
  readonly status: 400 | 413;

  constructor(status: 400 | 413, message: string) {
    super(message);
    this.status = status;
  }
}

/**
 * Reads a body, unpacked when it says gzip. Never holds more than the limit,
 * packed or unpacked: beyond it throws BodyError 413; broken gzip is 400.
 */
export async function readBody(request: IncomingMessage): Promise<Buffer> {
  const raw = await readRaw(request);
  const encoding = request.headers["content-encoding"] ?? "identity";
  if (encoding === "identity") return raw;
  if (encoding !== "gzip") {
    throw new BodyError(400, `Content encoding ${encoding} is not understood`);
  }
  return gunzipAsync(raw, { maxOutputLength: BODY_BYTES_MAX }).catch(
    (error: unknown) => {
      throw isTooLong(error) ? tooLong() : new BodyError(400, "Broken gzip");
    },
  );
}

async function readRaw(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  // A request without setEncoding yields Buffers; its type says `any`.
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > BODY_BYTES_MAX) throw tooLong();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, bytes);
}

function isTooLong(error: unknown): boolean {
  return (
    error instanceof Error &&
    "code" in error &&
    error.code === "ERR_BUFFER_TOO_LARGE"
  );
}

function tooLong(): BodyError {
  return new BodyError(413, "The body is longer than 16 MiB");
}
