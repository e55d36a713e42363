import { Readable } from "node:stream";
import avro from "avsc";
import { uncompressSync } from "snappy";
import { checksum } from "../codecs";
import { bigLong, type Row } from "../columns";

const CHECKSUM_BYTES = 4;
const codecs = {
  ...avro.streams.BlockDecoder.defaultCodecs(),
  snappy: (
    block: Buffer,
    done: (error: Error | null, bytes?: Buffer) => void,
  ) => {
    const end = block.length - CHECKSUM_BYTES;
    try {
      const bytes = Buffer.from(uncompressSync(block.subarray(0, end)));
      const isRight = checksum(bytes).equals(block.subarray(end));
      done(isRight ? null : new Error("The checksum is wrong"), bytes);
    } catch (error) {
      done(error instanceof Error ? error : new Error(String(error)));
    }
  },
};

/** All rows of an Avro file, by avsc's own reader; longs are BigInts. */
export async function readAvro(file: Buffer): Promise<Row[]> {
  const decoder = new avro.streams.BlockDecoder({
    codecs,
    parseHook: (schema) =>
      avro.Type.forSchema(schema, { registry: { long: bigLong } }),
  });
  const rows: Row[] = [];
  for await (const row of Readable.from([file]).pipe(decoder)) {
    rows.push({ ...(row as Row) });
  }
  return rows;
}
