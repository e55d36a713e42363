import { z } from "zod";
import { ConnectDataError } from "./connect-error";

/** One table of a dump: `incremental: false` replaces what came before. */
const TableSchema = z.looseObject({
  name: z.string().min(1).max(1_024),
  files: z.array(z.string()),
  incremental: z.boolean(),
});

const ManifestSchema = z.looseObject({
  dump_id: z.number().int().nonnegative(),
  tables: z.array(TableSchema),
});

type ManifestTable = {
  name: string;
  incremental: boolean;
  /** Keys in the bucket, in the order of their parts. */
  keys: string[];
};

export type Manifest = { dumpId: number; tables: ManifestTable[] };

const KEY = /(?:^|\/)manifests\/sync_(\d+)\.json$/;
const PART = /part-(\d+)/;

/** The dump that a manifest's key is of; null: it is no manifest. */
export function dumpOfKey(key: string): number | null {
  const [, digits] = KEY.exec(key) ?? [];
  const id = Number(digits);
  return digits === undefined || !Number.isSafeInteger(id) ? null : id;
}

/**
 * Reads a manifest. Throws ConnectDataError when it is not whole, or names files
 * outside of its bucket.
 */
export function parseManifest(text: string, bucket: string): Manifest {
  const parsed = ManifestSchema.safeParse(toJson(text));
  if (!parsed.success) {
    const { path = [], message = "" } = parsed.error.issues[0] ?? {};
    throw new ConnectDataError(
      `the manifest is malformed: ${path.join(".")} ${message}`.trim(),
    );
  }
  const tables = parsed.data.tables.map(({ name, files, incremental }) => ({
    ...{ name, incremental },
    keys: files.map((url) => keyOf(url, bucket)).toSorted(byPart),
  }));
  return { dumpId: parsed.data.dump_id, tables };
}

function toJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new ConnectDataError("the manifest is no whole JSON");
  }
}

function keyOf(url: string, bucket: string): string {
  const start = `s3://${bucket}/`;
  if (url.startsWith(start)) return url.slice(start.length);
  throw new ConnectDataError("the manifest names a file outside of the bucket");
}

/** By number: the tenth part comes after the ninth. */
function byPart(a: string, b: string): number {
  const number = (key: string) => Number(PART.exec(key)?.[1] ?? 0);
  return number(a) - number(b) || (a < b ? -1 : 1);
}
