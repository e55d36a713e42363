import { database } from "../../db";

/** Whoever claimed a replay longer ago died with it. */
const REPLAY_CHUNK_MINUTES_MAX = 10;
const REPLAY_LOOK_SECONDS = 2;

export type Drain =
  | { ended: true }
  /** Some records wait by themselves; null: no one says until when. */
  | { ended: false; dueInSeconds: number | null };

/**
 * Ends a sync's draining once nothing of it is pending: from then on it is only
 * paused. A replay's chunk that was under way at the pause may still leave some.
 */
export async function endDrain(syncId: string): Promise<Drain> {
  const { rows } = await database().pool.query<{
    pending: number;
    due_in_seconds: number | null;
    is_replaying: boolean;
  }>(
    `WITH left_over AS (SELECT count(*)::int AS pending, extract(epoch FROM min(next_at) - now())::float8 AS due_in_seconds,
         EXISTS (SELECT FROM data.replay WHERE sync_id = $1 AND owner IS NOT NULL
           AND owned_at BETWEEN now() - make_interval(mins => $2) AND now()) AS is_replaying
       FROM data.pending WHERE sync_id = $1),
     ended AS (UPDATE syncs SET draining_since = NULL FROM left_over
       WHERE id = $1 AND status = 'paused' AND left_over.pending = 0 AND NOT left_over.is_replaying)
     SELECT * FROM left_over`,
    [syncId, REPLAY_CHUNK_MINUTES_MAX],
  );
  const [row] = rows;
  if (row?.is_replaying === true)
    return { ended: false, dueInSeconds: REPLAY_LOOK_SECONDS };
  if (row === undefined || row.pending === 0) return { ended: true };
  return { ended: false, dueInSeconds: row.due_in_seconds };
}
