import { ConnectorError } from "../../connectors/connector-error";
import { ConnectDataError } from "../../connectors/heap/connect/connect-error";
import { type Manifest } from "../../connectors/heap/connect/manifest";
import { readAvro } from "../../connectors/heap/connect/read-avro";
import type { Connection } from "../../generated/prisma/client";
import type { CheckResult } from "../connection/schemas";
import { dumpsIn, readManifest, type Bucket } from "./dumps";
import { listed } from "./listed";
import { openBucket, s3TargetOf } from "./s3-target";
import { checkWarehouse } from "./warehouse/check";
import { warehouseSettingsOf } from "./warehouse/settings";

/** Looks into a connection's bucket or warehouse and says what is there, or which permission is missing. */
export async function checkConnect(row: Connection): Promise<CheckResult> {
  if (warehouseSettingsOf(row) !== null) return checkWarehouse(row);
  const target = s3TargetOf(row);
  if (target === null)
    return {
      ok: false,
      detail:
        "Heap Connect: the bucket has no way in yet: give an access key or a role.",
    };
  const s3 = openBucket(target);
  const bucket = { connectionId: row.id, target, s3, newest: null };
  try {
    return { ok: true, detail: await lookInside(bucket) };
  } catch (error) {
    return { ok: false, detail: `Heap Connect: ${problemOf(error)}` };
  } finally {
    s3.close();
  }
}

async function lookInside(bucket: Bucket): Promise<string> {
  const { target, s3 } = bucket;
  const folder = `${target.prefix}manifests/`;
  const keys = await allowed("s3:ListBucket", () => s3.list(folder));
  const dumps = dumpsIn(target, keys);
  const newest = dumps.toSorted((a, b) => a - b).at(-1);
  if (newest === undefined)
    return `Heap Connect: the bucket ${target.bucket} can be listed, but Heap has written no dump below ${folder} yet.`;
  const manifest = await allowed("s3:GetObject", () =>
    readManifest(bucket, newest),
  );
  await allowed("s3:GetObject", () => readFirstBlock(bucket, manifest));
  const tables = manifest.tables.map(({ name }) => name);
  const known = dumps.length === 1 ? "1 dump" : `${dumps.length} dumps`;
  return `Heap Connect: ${known} in ${target.bucket}, the newest is ${newest} with ${tables.length} tables (${listed(tables)}).`;
}

/** Whoever may not do this is told so by the name that a policy has for it. */
async function allowed<T>(
  permission: string,
  ask: () => Promise<T>,
): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    const isDenied =
      error instanceof ConnectorError && isAccessDenied(error.cause);
    throw isDenied
      ? new ConnectorError(
          `${permission} is not allowed. Add it to the bucket's policy.`,
          "change-connection",
          { cause: error },
        )
      : error;
  }
}

const isAccessDenied = (cause: unknown) =>
  cause instanceof Error && ["AccessDenied", "Forbidden"].includes(cause.name);

/** That files can be read shows only by reading one. */
async function readFirstBlock(
  { s3 }: Bucket,
  { tables }: Manifest,
): Promise<void> {
  const key = tables.flatMap(({ keys }) => keys)[0];
  if (key === undefined) return;
  for await (const block of readAvro((from) => s3.read(key, from), 0))
    if (block.rows.length > 0) return;
}

function problemOf(error: unknown): string {
  if (error instanceof ConnectorError) return error.message;
  if (error instanceof ConnectDataError)
    return `a file can't be read: ${error.message}.`;
  throw error;
}
