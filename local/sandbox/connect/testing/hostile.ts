import { deflateRawSync } from "node:zlib";
import { avroBlock, avroHeader, avroLong, syncMarkerOf } from "../avro-file";
import { checksum, codecs, type CodecName } from "../codecs";
import { avroSchema, avroType } from "../columns";
import { writeManifest, type ManifestTable } from "../manifest";

// Files as nobody should write them, for tests of whoever reads them. They have
// one column of text, which is as much as it takes.
const COLUMNS = [{ name: "text", kind: "text" as const }];
const SCHEMA = JSON.stringify(avroSchema(COLUMNS));
const SYNC = syncMarkerOf("hostile");
/** The longest copy that Snappy has, in three bytes. */
const COPY_BYTES = 64;
const COPY_BACK_ONE = Buffer.from([((COPY_BYTES - 1) << 2) | 2, 1, 0]);

/** A file with these rows in one block. */
export async function textFile(
  texts: readonly string[],
  codec: CodecName = "snappy",
): Promise<Buffer> {
  const type = avroType(COLUMNS);
  const rows = Buffer.concat(texts.map((text) => type.toBuffer({ text })));
  return fileOf(codec, texts.length, await codecs[codec](rows));
}

/** A file with a row of so many bytes. */
export function hugeRowFile(bytes: number): Promise<Buffer> {
  return textFile(["x".repeat(bytes)]);
}

/**
 * A small file with a block that unpacks to `bytes` and more: a row of nothing
 * but zeros. With Snappy it has a 21st of the size, with deflate a thousandth.
 */
export function expandingFile(
  codec: "snappy" | "deflate",
  bytes: number,
): Buffer {
  const copies = Math.ceil(bytes / COPY_BYTES);
  const zeros = copies * COPY_BYTES;
  // The second kind of the union, then the length.
  const head = Buffer.concat([avroLong(1), avroLong(zeros)]);
  const row = Buffer.concat([head, Buffer.alloc(zeros)]);
  return fileOf(
    codec,
    1,
    codec === "deflate"
      ? deflateRawSync(row)
      : Buffer.concat([snappyZeros(head, copies), checksum(row)]),
  );
}

/** A file whose Snappy block says that it unpacks to so many bytes, but holds next to none. */
export function lyingSnappyFile(bytes: number): Buffer {
  const block = Buffer.concat([varint(bytes), Buffer.from([0, 0])]);
  return fileOf("snappy", 1, Buffer.concat([block, checksum(Buffer.alloc(1))]));
}

/** A file whose block is not what its checksum was made of. */
export async function wrongChecksumFile(): Promise<Buffer> {
  const file = await textFile(["a"]);
  const last = file.length - SYNC.length - 1;
  file[last] = ~(file[last] ?? 0) & 0xff;
  return file;
}

/** A file in a codec that nobody here knows. */
export function unknownCodecFile(): Buffer {
  return fileOf("zstandard", 1, Buffer.from("whatever"));
}

/** A file that ends in the middle of its last block. */
export function truncated(file: Buffer): Buffer {
  return file.subarray(0, file.length - SYNC.length - 2);
}

/** A manifest that names a part which was never written. */
export function missingPartManifest(dumpId: number, bucket: string): Buffer {
  const key = `sync_${dumpId}/users/part-00000-00000000-0000-0000-0000-000000000000-c000.avro`;
  const files = [`s3://${bucket}/${key}`];
  const columns = ["user_id", "identity"];
  return writeManifest(dumpId, [
    { name: "users", columns, files, incremental: false },
  ]);
}

/** A manifest of which only the first half was written. */
export function halfManifest(
  dumpId: number,
  tables: readonly ManifestTable[],
): Buffer {
  const whole = writeManifest(dumpId, [...tables]);
  return whole.subarray(0, whole.length >>> 1);
}

function fileOf(codec: string, count: number, packed: Buffer): Buffer {
  const header = avroHeader(SCHEMA, codec, SYNC);
  return Buffer.concat([header, avroBlock(count, packed, SYNC)]);
}

/** Snappy's own code for some bytes and then 64 zeros a copy; the first zero is a literal. */
function snappyZeros(head: Buffer, copies: number): Buffer {
  const literal = Buffer.concat([head, Buffer.alloc(COPY_BYTES)]);
  // A literal of more than 60 bytes has its length in a byte of its own.
  const tag = Buffer.from([60 << 2, literal.length - 1]);
  const rest = Buffer.alloc((copies - 1) * COPY_BACK_ONE.length, COPY_BACK_ONE);
  const length = varint(head.length + copies * COPY_BYTES);
  return Buffer.concat([length, tag, literal, rest]);
}

/** Seven bits a byte, the lowest first, without a sign. */
function varint(value: number): Buffer {
  const bytes: number[] = [];
  let rest = value;
  for (; rest > 0x7f; rest = Math.floor(rest / 128)) {
    bytes.push((rest % 128) | 0x80);
  }
  bytes.push(rest);
  return Buffer.from(bytes);
}
