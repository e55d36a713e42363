import { createHash } from "node:crypto";
import { z } from "zod";
import { canonicalJson } from "./canonical-json";
import type { Catalog } from "./catalog";
import { nextTick } from "./crons";
import { transaction } from "./database";
import type { Database, Transaction } from "./database";
import { parseFunctionConfig } from "./function-config";

const registrationSchema = z.object({
  appName: z.string().min(1),
  functions: z.array(z.unknown()),
});

export type Registration = { isModified: boolean; functionCount: number };

/**
 * Takes over an app's functions as its sync names them; those it no longer names are
 * archived. Throws an Error with a message for the app when it can't serve one of them.
 */
export async function register(
  database: Database,
  catalog: Catalog,
  payload: unknown,
): Promise<Registration> {
  const { appName, functions } = registrationSchema.parse(payload);
  const configs = functions.map((raw) => ({
    raw,
    ...parseFunctionConfig(raw),
  }));
  refuseDoubles(configs.map(({ slug }) => slug));
  const checksum = createHash("sha256")
    .update(canonicalJson(functions))
    .digest("hex");
  const isModified = await transaction(database, async (tx) => {
    if (!(await isNewChecksum(tx, appName, checksum))) return false;
    const slugs = configs.map(({ slug }) => slug);
    await storeFunctions(tx, appName, slugs, functions);
    await storeCrons(tx, appName, configs);
    return true;
  });
  if (isModified) await catalog.load(database);
  return { isModified, functionCount: configs.length };
}

function refuseDoubles(slugs: string[]): void {
  const double = slugs.find((slug, index) => slugs.indexOf(slug) !== index);
  if (double === undefined) return;
  throw new Error(`Function "${double}" is registered twice`);
}

async function isNewChecksum(
  tx: Transaction,
  appName: string,
  checksum: string,
): Promise<boolean> {
  const { rowCount } = await tx.query(
    `INSERT INTO inngest_local.apps (name, checksum) VALUES ($1, $2)
     ON CONFLICT (name) DO UPDATE SET checksum = EXCLUDED.checksum, synced_at = now()
     WHERE apps.checksum <> EXCLUDED.checksum`,
    [appName, checksum],
  );
  return rowCount === 1;
}

async function storeFunctions(
  tx: Transaction,
  appName: string,
  slugs: string[],
  functions: unknown[],
): Promise<void> {
  await tx.query(
    `INSERT INTO inngest_local.functions (app, slug, config)
     SELECT $1, item.slug, item.config::json
     FROM unnest($2::text[], $3::text[]) AS item (slug, config)
     ON CONFLICT (app, slug) DO UPDATE SET config = EXCLUDED.config, archived_at = NULL`,
    [appName, slugs, functions.map((raw) => JSON.stringify(raw))],
  );
  await tx.query(
    `UPDATE inngest_local.functions SET archived_at = now()
     WHERE app = $1 AND slug <> ALL ($2) AND archived_at IS NULL`,
    [appName, slugs],
  );
}

async function storeCrons(
  tx: Transaction,
  appName: string,
  configs: { slug: string; crons: string[] }[],
): Promise<void> {
  const crons = configs.flatMap(({ slug, crons }) =>
    crons.map((expression) => ({ slug, expression })),
  );
  await tx.query(
    `DELETE FROM inngest_local.crons USING inngest_local.functions AS f
     WHERE f.id = crons.function_id AND f.app = $1 AND NOT EXISTS (
       SELECT FROM unnest($2::text[], $3::text[]) AS kept (slug, expression)
       WHERE kept.slug = f.slug AND kept.expression = crons.expression)`,
    [
      appName,
      crons.map(({ slug }) => slug),
      crons.map(({ expression }) => expression),
    ],
  );
  for (const { slug, expression } of crons) {
    await tx.query(
      `INSERT INTO inngest_local.crons (function_id, expression, next_tick)
       SELECT id, $3, $4 FROM inngest_local.functions WHERE app = $1 AND slug = $2
       ON CONFLICT DO NOTHING`,
      [appName, slug, expression, nextTick(expression, new Date())],
    );
  }
}
