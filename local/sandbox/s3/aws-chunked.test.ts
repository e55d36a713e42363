import { Readable } from "node:stream";
import { describe, expect, it } from "vitest";
import { decodeAwsChunked, type Trailers } from "./aws-chunked";

async function decode(text: string, stride: number) {
  const bytes = Buffer.from(text);
  const pieces: Buffer[] = [];
  for (let at = 0; at < bytes.length; at += stride) {
    pieces.push(bytes.subarray(at, at + stride));
  }
  const trailers: Trailers = new Map();
  const chunks: Buffer[] = [];
  const body = Readable.from(pieces) as AsyncIterable<Buffer>;
  for await (const chunk of decodeAwsChunked(body, trailers)) {
    chunks.push(chunk);
  }
  return { text: Buffer.concat(chunks).toString(), trailers };
}

describe("an aws-chunked body", () => {
  const framed =
    "5;chunk-signature=abc\r\nhello\r\n6\r\n\r\nwor\r\r\n0\r\nx-amz-checksum-crc32:AAAA==\r\n\r\n";

  it.each([1, 2, 3, 7, 1_000])(
    "loses its frames, and nothing else, in pieces of %d bytes",
    async (stride) => {
      const { text, trailers } = await decode(framed, stride);
      expect(text).toBe("hello\r\nwor\r");
      expect(trailers.get("x-amz-checksum-crc32")).toBe("AAAA==");
    },
  );

  it.each([
    "",
    "5\r\nhel",
    "5\r\nhello",
    "zz\r\nhello\r\n0\r\n\r\n",
    "2\r\nhello",
  ])("is refused when it is broken: %j", async (text) => {
    await expect(decode(text, 100)).rejects.toMatchObject({
      code: "IncompleteBody",
    });
  });
});
