import type pg from "pg";
import { conflict } from "../../errors";
import type { ComputedTrait } from "../../generated/prisma/client";
import { parsePath } from "../../shared/json-path";
import { SyncDefinitionSchema } from "../../sync/definition";
import { fieldsUsed } from "../catalogue/fields-used";
import { endSql, LIVE_VERSION_SQL } from "../sync/live-version";

const NAMED_MAX = 5;

/** Throws while what runs of a sync reads the trait: it would send nothing in its place. */
export async function requireUnused(
  client: pg.PoolClient,
  { name, connectionId }: ComputedTrait,
): Promise<void> {
  const { rows } = await client.query<{ name: string; definition: unknown }>(
    `SELECT s.name, v.definition FROM syncs s JOIN ${LIVE_VERSION_SQL}
     WHERE ${endSql("source")} = $1 AND v.definition->'source'->>'stream' = 'users' ORDER BY s.name`,
    [connectionId],
  );
  const users = rows.filter(({ definition }) => usesTrait(definition, name));
  if (users.length === 0) return;
  const names = users.slice(0, NAMED_MAX).map((sync) => `“${sync.name}”`);
  throw conflict(
    `${name} is used by ${names.join(", ")}. Take it out of that mapping or filter, and publish, first.`,
  );
}

function usesTrait(definition: unknown, name: string): boolean {
  const { paths } = fieldsUsed(SyncDefinitionSchema.parse(definition));
  return [...paths].some((path) => {
    const [root, own] = parsePath(path) ?? [];
    return root === "traits" && own === name;
  });
}
