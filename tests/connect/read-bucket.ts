import { Readable } from "node:stream";
import {
  DeleteObjectCommand,
  GetObjectCommand,
  PutObjectCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import avro from "avsc";
import { uncompress } from "snappy";

/** Reads and writes the sandbox's bucket with Amazon's client and avsc alone, as somebody would who has never seen Sluice. */
export function openBucket(sandboxUrl: string, bucket: string) {
  const client = new S3Client({
    ...{ region: "us-east-1", endpoint: `${sandboxUrl}/s3` },
    forcePathStyle: true,
    credentials: {
      ...{ accessKeyId: "sandbox", secretAccessKey: "sandbox-secret" },
    },
  });
  const get = async (key: string): Promise<Buffer> => {
    const { Body } = await client.send(
      new GetObjectCommand({ Bucket: bucket, Key: key }),
    );
    return Buffer.from((await Body?.transformToByteArray()) ?? []);
  };
  return {
    get,
    async put(key: string, body: string | Buffer): Promise<void> {
      await client.send(
        new PutObjectCommand({ Bucket: bucket, Key: key, Body: body }),
      );
    },
    async remove(key: string): Promise<void> {
      await client.send(new DeleteObjectCommand({ Bucket: bucket, Key: key }));
    },
    /** Every row of a table in a dump. */
    async rows(dumpId: number, table: string): Promise<AvroRow[]> {
      const manifest = JSON.parse(
        (await get(`manifests/sync_${dumpId}.json`)).toString(),
      ) as { tables: { name: string; files: string[] }[] };
      const files =
        manifest.tables.find(({ name }) => name === table)?.files ?? [];
      const parts = await Promise.all(
        files.map((url) => get(url.replace(`s3://${bucket}/`, ""))),
      );
      return (await Promise.all(parts.map(decode))).flat();
    },
  };
}

export type AvroRow = Record<string, string | number | null>;

const textLong = avro.types.LongType.__with({
  fromBuffer: (buffer: Buffer) => String(buffer.readBigInt64LE()),
  ...{ toBuffer: () => Buffer.alloc(8), fromJSON: String, toJSON: String },
  isValid: (value: unknown) => typeof value === "string",
  compare: () => 0,
});

async function decode(file: Buffer): Promise<AvroRow[]> {
  const decoder = new avro.streams.BlockDecoder({
    codecs: {
      snappy: (block, done) => {
        uncompress(block.subarray(0, -4)).then(
          (bytes) => done(null, Buffer.from(bytes)),
          (error: unknown) => done(error as Error),
        );
      },
    },
    parseHook: (schema) =>
      avro.Type.forSchema(schema, { registry: { long: textLong } }),
  });
  const rows: AvroRow[] = [];
  for await (const row of Readable.from([file]).pipe(decoder))
    rows.push({ ...(row as AvroRow) });
  return rows;
}
