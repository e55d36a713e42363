import { z } from "zod";
import {
  dumpOfKey,
  parseManifest,
  type Manifest,
} from "../../connectors/heap/connect/manifest";
import { ConnectDataError } from "../../connectors/heap/connect/connect-error";
import type { DumpSummary } from "../../connectors/heap/connect/plan-reading";
import type { S3 } from "../../connectors/heap/connect/s3";
import type { S3Target } from "../../connectors/heap/connect/s3-target";
import { kindOfTable } from "../../connectors/heap/connect/tables";
import { database } from "../../db";
import { keepProblem, solveProblem } from "./problems";

const MANIFEST_BYTES_MAX = 64 * 1_048_576;

const SummarySchema = z.array(
  z.object({
    name: z.string(),
    incremental: z.boolean(),
    files: z.number(),
  }),
);

export type Bucket = { connectionId: string; target: S3Target; s3: S3 };

/** A manifest's key in the bucket. */
const keyOf = ({ prefix }: S3Target, dumpId: number) =>
  `${prefix}manifests/sync_${dumpId}.json`;

/**
 * Looks for dumps that came since, and remembers their tables. A manifest that
 * can't be read ends it: later dumps are read after it, once it can.
 */
export async function lookForDumps(bucket: Bucket): Promise<void> {
  const known = new Set((await readDumps(bucket.connectionId)).map(idOf));
  const keys = await bucket.s3.list(`${bucket.target.prefix}manifests/`);
  const fresh = keys
    .flatMap((key) => dumpOfKey(key) ?? [])
    .filter((dumpId) => !known.has(dumpId))
    .toSorted((a, b) => a - b);
  for (const dumpId of fresh) if (!(await rememberDump(bucket, dumpId))) return;
}

const idOf = ({ dumpId }: DumpSummary) => dumpId;

async function rememberDump(bucket: Bucket, dumpId: number): Promise<boolean> {
  const { connectionId } = bucket;
  const place = { connectionId, table: "", dumpId, file: "manifest" };
  try {
    const { tables } = await readManifest(bucket, dumpId);
    await keepDump(connectionId, dumpId, tables);
    await solveProblem(place);
    return true;
  } catch (error) {
    if (!(error instanceof ConnectDataError)) throw error;
    await keepProblem(place, error.message);
    return false;
  }
}

/** The one that files are read of is asked for again and again. */
let newest: { key: string; manifest: Manifest } | null = null;

/** Reads a dump's manifest. Throws ConnectDataError when it is not whole. */
export async function readManifest(
  { connectionId, target, s3 }: Bucket,
  dumpId: number,
): Promise<Manifest> {
  const path = keyOf(target, dumpId);
  const key = `${connectionId} ${target.bucket} ${path}`;
  if (newest?.key === key) return newest.manifest;
  const text = await s3.text(path, MANIFEST_BYTES_MAX);
  const manifest = parseManifest(text, target.bucket);
  newest = { key, manifest };
  return manifest;
}

/** Users and merges are always read; of events somebody says which, and their names. */
async function keepDump(
  connectionId: string,
  dumpId: number,
  tables: Manifest["tables"],
): Promise<void> {
  const { pool } = database();
  const read = tables.filter(({ name }) => kindOfTable(name) !== "skipped");
  const isBase = ({ name }: { name: string }) =>
    ["users", "migrations"].includes(kindOfTable(name));
  await pool.query(
    `INSERT INTO data.connect_table (connection_id, name, is_included)
     SELECT $1, * FROM unnest($2::text[], $3::boolean[]) ON CONFLICT DO NOTHING`,
    [connectionId, read.map(({ name }) => name), read.map(isBase)],
  );
  const summary = read.map(({ name, incremental, keys }) => ({
    ...{ name, incremental, files: keys.length },
  }));
  await pool.query(
    `INSERT INTO data.connect_dump (connection_id, dump_id, tables) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING`,
    [connectionId, dumpId, JSON.stringify(summary)],
  );
}

/** The dumps that are known, oldest first. */
export async function readDumps(connectionId: string): Promise<DumpSummary[]> {
  const { rows } = await database().pool.query<{
    dump_id: string;
    tables: unknown;
  }>(
    "SELECT dump_id, tables FROM data.connect_dump WHERE connection_id = $1 ORDER BY dump_id",
    [connectionId],
  );
  return rows.map(({ dump_id, tables }) => ({
    dumpId: Number(dump_id),
    tables: SummarySchema.parse(tables),
  }));
}
