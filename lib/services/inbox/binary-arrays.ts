const TEXT_OID = 25;
const UUID_OID = 2950;
const UUID_BYTES = 16;
/** Dimensions, whether there are nulls, type of the elements, how many, index of the first. */
const HEADER_BYTES = 20;
const LENGTH_BYTES = 4;
/** No character of a JavaScript string takes more in UTF-8, counted by its length. */
const UTF8_BYTES_MAX = 3;

/**
 * A `text[]` as PostgreSQL receives it in binary: no quotes and backslashes to
 * escape here and to undo there, which costs more than the rest of a statement.
 */
export function textArray(texts: readonly string[]): Buffer {
  const room = texts.reduce(
    (sum, { length }) => sum + LENGTH_BYTES + length * UTF8_BYTES_MAX,
    HEADER_BYTES,
  );
  const bytes = Buffer.allocUnsafe(room);
  let at = writeHeader(bytes, TEXT_OID, texts.length);
  for (const text of texts) {
    const length = bytes.write(text, at + LENGTH_BYTES, "utf8");
    at = bytes.writeInt32BE(length, at) + length;
  }
  return bytes.subarray(0, at);
}

/** A `uuid[]` of the first 16 bytes of each hash. */
export function uuidArray(hashes: readonly Uint8Array[]): Buffer {
  const bytes = Buffer.allocUnsafe(
    HEADER_BYTES + hashes.length * (LENGTH_BYTES + UUID_BYTES),
  );
  let at = writeHeader(bytes, UUID_OID, hashes.length);
  for (const hash of hashes) {
    at = bytes.writeInt32BE(UUID_BYTES, at);
    bytes.set(hash.subarray(0, UUID_BYTES), at);
    at += UUID_BYTES;
  }
  return bytes;
}

/** Answers where the elements begin. */
function writeHeader(bytes: Buffer, oid: number, count: number): number {
  return [1, 0, oid, count, 1].reduce(
    (at, value) => bytes.writeInt32BE(value, at),
    0,
  );
}
