import { S3Error } from "./s3-error";

const LINE_BYTES_MAX = 8 * 1024;
const CRLF = Buffer.from("\r\n");

/** The headers that came after the body, such as its checksum. */
export type Trailers = Map<string, string>;

/**
 * Takes the frames off an `aws-chunked` body as today's SDKs send it: each chunk
 * after a line with its length in hex, trailers after the last. Yields the bytes
 * as they come and fills `trailers` at the end. The signatures of single chunks
 * are not looked at.
 */
export async function* decodeAwsChunked(
  body: AsyncIterable<Uint8Array>,
  trailers: Trailers,
): AsyncGenerator<Buffer> {
  const input = createInput(body);
  for (;;) {
    const size = readSize(await input.line());
    if (size === 0) break;
    yield* input.bytes(size);
    if ((await input.line()) !== "") throw broken();
  }
  for (;;) {
    const line = await input.lineOrEnd();
    if (line === null) return;
    const mark = line.indexOf(":");
    if (mark > 0) {
      trailers.set(
        line.slice(0, mark).toLowerCase(),
        line.slice(mark + 1).trim(),
      );
    }
  }
}

function readSize(line: string): number {
  const [size = ""] = line.split(";");
  if (!/^[0-9a-f]{1,12}$/i.test(size)) throw broken();
  return Number.parseInt(size, 16);
}

function createInput(body: AsyncIterable<Uint8Array>) {
  const chunks = body[Symbol.asyncIterator]();
  let held: Buffer = Buffer.alloc(0);

  const more = async () => {
    const next = await chunks.next();
    if (next.done) return false;
    const { buffer, byteOffset, byteLength } = next.value;
    const fresh = Buffer.from(buffer, byteOffset, byteLength);
    held = held.length === 0 ? fresh : Buffer.concat([held, fresh]);
    return true;
  };

  /** Null where there is nothing any more. */
  const lineOrEnd = async (): Promise<string | null> => {
    for (;;) {
      const end = held.indexOf(CRLF);
      if (end !== -1) {
        const line = held.toString("latin1", 0, end);
        held = held.subarray(end + CRLF.length);
        return line;
      }
      if (held.length > LINE_BYTES_MAX) throw broken();
      if (!(await more())) return held.length === 0 ? null : rest();
    }
  };

  const rest = () => {
    const line = held.toString("latin1");
    held = Buffer.alloc(0);
    return line;
  };

  return {
    lineOrEnd,
    async line(): Promise<string> {
      const line = await lineOrEnd();
      if (line === null) throw broken();
      return line;
    },
    async *bytes(count: number): AsyncGenerator<Buffer> {
      let left = count;
      while (left > 0) {
        if (held.length === 0 && !(await more())) throw broken();
        const part = held.subarray(0, left);
        held = held.subarray(part.length);
        left -= part.length;
        yield part;
      }
    },
  };
}

function broken(): S3Error {
  return new S3Error(
    "IncompleteBody",
    "The request body terminated unexpectedly.",
  );
}
