import avro from "avsc";
import { BLOCK_BYTES_MAX, unpackBlock } from "./avro-block";
import {
  readHeader,
  readLong,
  SYNC_BYTES,
  takeExactly,
  type AvroHeader,
} from "./avro-header";
import { rowType } from "./avro-schema";
import { ByteQueue } from "./byte-queue";
import { ConnectDataError } from "./connect-error";
import { toRow, type Row } from "./row";

/** Of a block: an empty value takes a bit of a byte in the file, and much more in memory. */
const VALUES_MAX = 4_000_000;

/** Gives a file's bytes from an offset on. */
export type OpenFile = (fromByte: number) => Promise<AsyncIterable<Uint8Array>>;

export type AvroBlock = {
  rows: Row[];
  /** What they took, unpacked. */
  bytes: number;
  /** Where the next block begins, to go on from there. */
  offset: number;
};

/**
 * Reads an Avro file block by block, from the block at `offset` on (0: the first).
 * Memory holds one block, however large the file. Throws ConnectDataError when the
 * file is broken, after the blocks that are not.
 */
export async function* readAvro(
  open: OpenFile,
  offset: number,
): AsyncGenerator<AvroBlock> {
  const first = new ByteQueue((await open(0))[Symbol.asyncIterator]());
  try {
    const header = await readHeader(first);
    const type = rowType(header.schemaText);
    if (offset === 0) {
      yield* readBlocks(first, header, type, 0);
      return;
    }
    await first.end();
    // Begins before the mark, so that there is something to read even where the file ends.
    const mark = offset - SYNC_BYTES;
    const rest = new ByteQueue((await open(mark))[Symbol.asyncIterator]());
    yield* closing(rest, readOn(rest, header, type, mark));
  } finally {
    await first.end();
  }
}

async function* closing(
  bytes: ByteQueue,
  blocks: AsyncGenerator<AvroBlock>,
): AsyncGenerator<AvroBlock> {
  try {
    yield* blocks;
  } finally {
    await bytes.end();
  }
}

async function* readOn(
  bytes: ByteQueue,
  header: AvroHeader,
  type: avro.Type,
  startsAt: number,
): AsyncGenerator<AvroBlock> {
  await takeMark(bytes, header);
  yield* readBlocks(bytes, header, type, startsAt);
}

/** What each block ends with. */
async function takeMark(bytes: ByteQueue, { sync }: AvroHeader): Promise<void> {
  if (!(await takeExactly(bytes, SYNC_BYTES)).equals(sync))
    throw new ConnectDataError("a block does not end where it should");
}

async function* readBlocks(
  bytes: ByteQueue,
  header: AvroHeader,
  type: avro.Type,
  startsAt: number,
): AsyncGenerator<AvroBlock> {
  for (;;) {
    const count = await readLong(bytes);
    if (count === null) return;
    const size = await readLong(bytes);
    if (size === null || size < 0 || count < 0)
      throw new ConnectDataError("a block's head is broken");
    if (size > BLOCK_BYTES_MAX)
      throw new ConnectDataError(
        `a block is over ${BLOCK_BYTES_MAX / 1_048_576} MiB`,
      );
    const packed = Buffer.from(await takeExactly(bytes, size));
    await takeMark(bytes, header);
    const unpacked = await unpackBlock(header.codec, packed);
    const rows = decode(type, unpacked, count);
    yield {
      ...{ rows, bytes: unpacked.length },
      offset: startsAt + bytes.taken,
    };
  }
}

const columnsOf = (type: avro.Type) =>
  type instanceof avro.types.RecordType ? type.fields.length : 1;

function decode(type: avro.Type, unpacked: Buffer, count: number): Row[] {
  // A row takes a byte or more: whoever claims more rows than that makes them up.
  if (count > unpacked.length)
    throw new ConnectDataError("a block claims more rows than it holds");
  if (count * columnsOf(type) > VALUES_MAX)
    throw new ConnectDataError(`a block has over ${VALUES_MAX} values`);
  const rows: Row[] = [];
  let at = 0;
  for (let index = 0; index < count; index += 1) {
    const { value, offset } = decodeAt(type, unpacked, at);
    if (offset < 0)
      throw new ConnectDataError("a block claims more rows than it holds");
    rows.push(toRow(value));
    at = offset;
  }
  return rows;
}

function decodeAt(
  type: avro.Type,
  buffer: Buffer,
  at: number,
): { value: unknown; offset: number } {
  try {
    return type.decode(buffer, at);
  } catch (error) {
    throw new ConnectDataError("a row can't be decoded", { cause: error });
  }
}
