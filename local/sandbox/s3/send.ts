import type { ServerResponse } from "node:http";
import { Readable, Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { S3Answer } from "./s3-answer";

/** How an answer comes to grief on its way; null: it doesn't. */
export type Harm = "cut" | "garbled" | null;

/**
 * Sends an answer. Of one that is cut half arrives before the connection breaks;
 * garbled XML ends in the middle, and a garbled object has wrong bytes in it.
 */
export async function sendS3Answer(
  response: ServerResponse,
  { status, headers, body }: S3Answer,
  harm: Harm,
): Promise<void> {
  if (body === null || typeof body === "string") {
    const whole = Buffer.from(body ?? "");
    const sent =
      harm === "garbled" ? whole.subarray(0, whole.length >>> 1) : whole;
    // HEAD answers a length without a body, so its own beats this one.
    response.writeHead(status, { "content-length": sent.length, ...headers });
    const bytes = Readable.from([sent]);
    if (harm === "cut") await sendHalf(response, bytes, sent.length);
    else await pipeline(bytes, response);
    return;
  }
  const { object, range } = body;
  try {
    response.writeHead(status, headers);
    const bytes = object.stream(range.start, range.end);
    if (harm === "cut") {
      await sendHalf(response, bytes, range.end - range.start + 1);
    } else if (harm === "garbled") await pipeline(bytes, garble(), response);
    else await pipeline(bytes, response);
  } finally {
    await object.close();
  }
}

async function sendHalf(
  response: ServerResponse,
  bytes: Readable,
  length: number,
): Promise<void> {
  let left = length >>> 1;
  for await (const chunk of bytes as AsyncIterable<Buffer>) {
    const part = chunk.subarray(0, left);
    await write(response, part);
    left -= part.length;
    if (left === 0) break;
  }
  response.socket?.resetAndDestroy();
}

function write(response: ServerResponse, bytes: Buffer): Promise<void> {
  return new Promise((resolve, reject) => {
    response.write(bytes, (error) => {
      if (error) reject(error);
      else resolve();
    });
  });
}

/** Turns the bits of each chunk's middle byte around. */
function garble(): Transform {
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      const copy = Buffer.from(chunk);
      const middle = copy.length >>> 1;
      copy[middle] = ~(copy[middle] ?? 0) & 0xff;
      done(null, copy);
    },
  });
}
