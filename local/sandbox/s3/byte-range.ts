import { S3Error } from "./s3-error";

/** Both ends count. */
export type ByteRange = { start: number; end: number };

/**
 * What a header Range asks of so many bytes; null: all of them, as S3 answers
 * a range that it can't read. Throws InvalidRange where nothing is there.
 */
export function readRange(
  header: string | null,
  size: number,
): ByteRange | null {
  const found = /^bytes=(\d*)-(\d*)$/.exec(header ?? "");
  const [, from = "", to = ""] = found ?? [];
  if (from === "" && to === "") return null;
  if (from === "") return lastBytes(Number(to), size);
  const start = Number(from);
  const end = to === "" ? size - 1 : Math.min(Number(to), size - 1);
  if (to !== "" && Number(to) < start) return null;
  if (start >= size) throw outOfRange();
  return { start, end };
}

function lastBytes(count: number, size: number): ByteRange {
  if (count === 0 || size === 0) throw outOfRange();
  return { start: Math.max(0, size - count), end: size - 1 };
}

function outOfRange(): S3Error {
  return new S3Error("InvalidRange", "The requested range is not satisfiable");
}
