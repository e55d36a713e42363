import type pg from "pg";
import type { Migration } from "../../connectors/heap/connect/to-record";

/** Remembers which users became which; one whose target changed is told anew. */
export async function keepMigrations(
  client: pg.PoolClient,
  connectionId: string,
  migrations: readonly Migration[],
): Promise<{ added: number; changed: number }> {
  const last = [
    ...new Map(migrations.map((one) => [one.fromUserId, one])).values(),
  ].filter(({ fromUserId, toUserId }) => fromUserId !== toUserId);
  const { rows } = await client.query<{ is_new: boolean }>(
    `INSERT INTO data.heap_migration AS known (connection_id, from_user_id, to_user_id, migrated_at)
     SELECT $1, * FROM unnest($2::text[], $3::text[], $4::timestamptz[]) AS t (from_user_id, to_user_id, migrated_at) ORDER BY 2
     ON CONFLICT (connection_id, from_user_id) DO UPDATE
       SET to_user_id = excluded.to_user_id, migrated_at = excluded.migrated_at, is_told = false
       WHERE known.to_user_id <> excluded.to_user_id
     RETURNING xmax = 0 AS is_new`,
    [
      connectionId,
      last.map(({ fromUserId }) => fromUserId),
      last.map(({ toUserId }) => toUserId),
      last.map(({ time }) => time),
    ],
  );
  const added = rows.filter((row) => row.is_new).length;
  return { added, changed: rows.length - added };
}
