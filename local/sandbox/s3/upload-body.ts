import { createHash } from "node:crypto";
import type { IncomingHttpHeaders } from "node:http";
import { crc32 } from "node:zlib";
import { decodeAwsChunked, type Trailers } from "./aws-chunked";
import { headerOf } from "./request-parts";
import { S3Error } from "./s3-error";

/** S3's limit for one PutObject. */
const OBJECT_BYTES_MAX = 5 * 1024 ** 3;
const SHA256_HEX = /^[0-9a-f]{64}$/;

/**
 * The bytes of an object out of a PutObject's body, unframed where it is
 * `aws-chunked`. Throws at the end where they are not what the headers or
 * trailers said: so whoever keeps them must take them only after the last.
 */
export async function* readUpload(
  headers: IncomingHttpHeaders,
  body: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  const trailers: Trailers = new Map();
  const sha256 = createHash("sha256");
  const md5 = createHash("md5");
  let size = 0;
  let crc = 0;
  const bytes = isFramed(headers) ? decodeAwsChunked(body, trailers) : body;
  for await (const chunk of bytes) {
    size += chunk.length;
    if (size > OBJECT_BYTES_MAX) throw tooLarge();
    sha256.update(chunk);
    md5.update(chunk);
    crc = crc32(chunk, crc);
    yield chunk;
  }
  checkSize(headers, size);
  checkSha256(headers, sha256.digest("hex"));
  const said = trailers.get("x-amz-checksum-crc32");
  checkDigest(headerOf(headers, "content-md5"), md5.digest("base64"));
  checkDigest(said ?? headerOf(headers, "x-amz-checksum-crc32"), toBase64(crc));
}

function isFramed(headers: IncomingHttpHeaders): boolean {
  const encoding = headerOf(headers, "content-encoding") ?? "";
  const payload = headerOf(headers, "x-amz-content-sha256") ?? "";
  return /\baws-chunked\b/.test(encoding) || payload.startsWith("STREAMING-");
}

function checkSize(headers: IncomingHttpHeaders, size: number): void {
  const said =
    headerOf(headers, "x-amz-decoded-content-length") ??
    (isFramed(headers) ? null : headerOf(headers, "content-length"));
  if (said === null || Number(said) === size) return;
  throw new S3Error(
    "IncompleteBody",
    "You did not provide the number of bytes specified by the Content-Length HTTP header",
  );
}

function checkSha256(headers: IncomingHttpHeaders, digest: string): void {
  const said = headerOf(headers, "x-amz-content-sha256") ?? "";
  if (!SHA256_HEX.test(said) || said === digest) return;
  throw new S3Error(
    "XAmzContentSHA256Mismatch",
    "The provided 'x-amz-content-sha256' header does not match what was computed.",
  );
}

function checkDigest(said: string | null, computed: string): void {
  if (said === null || said === computed) return;
  throw new S3Error(
    "BadDigest",
    "The digest you specified did not match what we received.",
  );
}

function toBase64(crc: number): string {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(crc);
  return bytes.toString("base64");
}

function tooLarge(): S3Error {
  return new S3Error(
    "EntityTooLarge",
    "Your proposed upload exceeds the maximum allowed object size.",
  );
}
