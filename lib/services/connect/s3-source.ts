import {
  ConnectDataError,
  MissingFileError,
} from "../../connectors/heap/connect/connect-error";
import type { DumpSummary } from "../../connectors/heap/connect/plan-reading";
import type { S3Target } from "../../connectors/heap/connect/s3-target";
import { isOfEvents, kindOfTable } from "../../connectors/heap/connect/tables";
import type { Connection } from "../../generated/prisma/client";
import {
  forgetDump,
  lookForDumps,
  readDumps,
  readManifest,
  type Bucket,
} from "./dumps";
import { finishFile, giveFileUp } from "./file-position";
import { planReading, type FileToRead } from "./next-file";
import { readFile, type Reading } from "./read-file";
import { openBucket } from "./s3-target";
import type { ConnectSource } from "./source";
import { readIncluded } from "./tables";

/** The dumps in a connection's bucket, file by file. */
export function openS3Source(row: Connection, target: S3Target): ConnectSource {
  const { id: connectionId, workspaceId } = row;
  const bucket: Bucket = {
    ...{ connectionId, target, newest: null },
    s3: openBucket(target),
  };
  let dumps: DumpSummary[] | null = null;
  return {
    name: nameOf(target),
    look: (_claim, endsAtMs) => lookForDumps(bucket, endsAtMs),
    async next(claim) {
      dumps ??= await readDumps(connectionId);
      const tables = await readIncluded(connectionId);
      const { next: file, filesLeft: left } = await planReading(
        ...([connectionId, tables, dumps] as const),
      );
      if (file === null) return { piece: null, left };
      const reading = { bucket, claim, workspaceId };
      const read = async (endsAtMs: number) => {
        if (await hasManifest(reading, file))
          return readNext(reading, file, endsAtMs);
        dumps = null;
        return 0;
      };
      return {
        piece: { isOfEvents: isOfEvents(kindOfTable(file.table.name)), read },
        left,
      };
    },
    close() {
      bucket.s3.close();
      return Promise.resolve();
    },
  };
}

/** Which bucket it is, and where in it. */
const nameOf = ({ endpoint, bucket, prefix }: S3Target) =>
  [endpoint ?? "", bucket, prefix].join(" ");

/** Reads a file, or sets it aside when it can't be read as it is; answers how many rows were taken. */
async function readNext(
  reading: Reading,
  file: FileToRead,
  endsAtMs: number,
): Promise<number> {
  const { claim } = reading;
  const key = file.key ?? (await locate(reading, file));
  if (key === null) {
    await finishFile(claim, file, null);
    return 0;
  }
  try {
    return await readFile(reading, key, file, endsAtMs);
  } catch (error) {
    if (!(error instanceof ConnectDataError)) throw error;
    await giveFileUp(claim, file, { key, message: error.message });
    return 0;
  }
}

/** Whoever keeps a bucket small may delete dumps that were not read yet. */
async function hasManifest(
  { bucket, claim }: Reading,
  { dumpId, part }: FileToRead,
): Promise<boolean> {
  try {
    if (part !== null) await readManifest(bucket, dumpId);
    return true;
  } catch (error) {
    if (!(error instanceof MissingFileError)) throw error;
    await forgetDump(claim, dumpId, error.message);
    return false;
  }
}

/** Where a file is; null: its table is empty in this dump. */
async function locate(
  { bucket }: Reading,
  { dumpId, table, part }: FileToRead,
): Promise<string | null> {
  const { tables } = await readManifest(bucket, dumpId);
  const written = tables.find(({ name }) => name === table.name);
  return written?.keys[part?.index ?? 0] ?? null;
}
