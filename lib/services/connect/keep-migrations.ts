import type pg from "pg";
import type { Migration } from "../../connectors/heap/connect/to-record";
import { noteMoved } from "../event-feed/note";
import type { TablePlace } from "./place";

type Kept = { from_user_id: string; is_new: boolean; is_told: boolean };

/**
 * Remembers which users became which; one whose target changed is told anew. A
 * file that is read late tells less than what came after it.
 */
export async function keepMigrations(
  client: pg.PoolClient,
  { connectionId, seenIn }: Pick<TablePlace, "connectionId" | "seenIn">,
  migrations: readonly Migration[],
): Promise<{ added: number; changed: number }> {
  const last = [
    ...new Map(migrations.map((one) => [one.fromUserId, one])).values(),
  ].filter(({ fromUserId, toUserId }) => fromUserId !== toUserId);
  const { rows } = await client.query<Kept>(
    `INSERT INTO data.heap_migration AS known (connection_id, from_user_id, to_user_id, migrated_at, seen_in)
     SELECT $1, t.*, $5::bigint FROM unnest($2::text[], $3::text[], $4::timestamptz[]) AS t (from_user_id, to_user_id, migrated_at) ORDER BY 2
     ON CONFLICT (connection_id, from_user_id) DO UPDATE
       SET to_user_id = excluded.to_user_id, migrated_at = excluded.migrated_at, seen_in = excluded.seen_in,
         is_told = known.is_told AND known.to_user_id = excluded.to_user_id
       WHERE known.seen_in <= excluded.seen_in AND (known.seen_in, known.to_user_id) <> (excluded.seen_in, excluded.to_user_id)
     RETURNING from_user_id, xmax = 0 AS is_new, is_told`,
    [
      connectionId,
      last.map(({ fromUserId }) => fromUserId),
      last.map(({ toUserId }) => toUserId),
      last.map(({ time }) => time),
      String(seenIn),
    ],
  );
  await noteMoved(
    client,
    connectionId,
    rows.map((row) => row.from_user_id),
  );
  const added = rows.filter((row) => row.is_new).length;
  const changed = rows.filter((row) => !row.is_new && !row.is_told).length;
  return { added, changed };
}
