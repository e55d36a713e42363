import { database } from "../../db";

export type Drain =
  | { ended: true }
  /** Some records wait by themselves; null: no one says until when. */
  | { ended: false; dueInSeconds: number | null };

/** Ends a sync's draining once nothing of it is pending: from then on it is only paused. */
export async function endDrain(syncId: string): Promise<Drain> {
  const { rows } = await database().pool.query<{
    pending: number;
    due_in_seconds: number | null;
  }>(
    `WITH left_over AS (SELECT count(*)::int AS pending, extract(epoch FROM min(next_at) - now())::float8 AS due_in_seconds
       FROM data.pending WHERE sync_id = $1),
     ended AS (UPDATE syncs SET draining_since = NULL FROM left_over
       WHERE id = $1 AND status = 'paused' AND left_over.pending = 0)
     SELECT * FROM left_over`,
    [syncId],
  );
  const [row] = rows;
  if (row === undefined || row.pending === 0) return { ended: true };
  return { ended: false, dueInSeconds: row.due_in_seconds };
}
