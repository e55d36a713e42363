import { z } from "zod";
import { ConnectDataError } from "./connect-error";

/** Databases can hold neither NUL nor half a character. */
const UNSTORABLE = /[\p{Cc}\p{Surrogate}]/u;

const NameSchema = z
  .string()
  .min(1)
  .max(512)
  .refine((name) => !UNSTORABLE.test(name), {
    message: "should be text",
  });

/** One table of a dump: `incremental: false` replaces what came before. */
const TableSchema = z.looseObject({
  name: NameSchema,
  files: z.array(z.string()),
  incremental: z.boolean(),
});

const ManifestSchema = z.looseObject({
  dump_id: z.number().int().nonnegative(),
  tables: z
    .array(TableSchema)
    .max(5_000)
    .refine(
      (tables) =>
        new Set(tables.map(({ name }) => name)).size === tables.length,
      {
        message: "should name each table once",
      },
    ),
});

type ManifestTable = {
  name: string;
  incremental: boolean;
  /** Keys in the bucket, in the order of their parts. */
  keys: string[];
};

export type Manifest = { dumpId: number; tables: ManifestTable[] };

const KEY = /(?:^|\/)manifests\/sync_(\d+)\.json$/;
/** S3's own limit. */
const KEY_BYTES_MAX = 1_024;
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
  const key = url.slice(start.length);
  if (!url.startsWith(start) || /(^|\/)\.\.?(\/|$)/.test(key))
    throw new ConnectDataError(
      "the manifest names a file outside of the bucket",
    );
  if (!isKey(key))
    throw new ConnectDataError("the manifest names a file that S3 can't hold");
  return key;
}

const isKey = (key: string) =>
  key !== "" &&
  !UNSTORABLE.test(key) &&
  Buffer.byteLength(key) <= KEY_BYTES_MAX;

/** By number: the tenth part comes after the ninth. */
function byPart(a: string, b: string): number {
  const number = (key: string) => Number(PART.exec(key)?.[1] ?? 0);
  return number(a) - number(b) || (a < b ? -1 : 1);
}
