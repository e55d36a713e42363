import { z } from "zod";
import { database } from "../../../db";
import type { Backlog } from "../../../alerts/facts";
import type { WatchedSync } from "./watched-syncs";

const UNREAD_COUNTED_MIN = 100_000;

const Row = z.object({
  sync_id: z.string(),
  unread: z.number(),
  pending: z.number(),
  oldest_at: z.date().nullable(),
});

/**
 * What waits, for each sync. Unread ones are counted up to one more than what
 * a rule minds: a long backlog costs no more than that. Syncs that read only when
 * they are asked to have nothing unread.
 */
export async function readBacklogs(
  syncs: readonly WatchedSync[],
  mindedFrom: number,
): Promise<Map<string, Backlog>> {
  const cap = Math.max(UNREAD_COUNTED_MIN, mindedFrom + 1);
  const { rows } = await database().pool.query(
    `SELECT k.sync_id, unread.count AS unread, pending.count AS pending,
       least(first_unread.received_at, first_pending.received_at) AS oldest_at
     FROM unnest($1::text[], $2::boolean[]) AS s (id, is_stream)
     JOIN data.cursor k ON k.sync_id = s.id
     CROSS JOIN LATERAL (SELECT count(*)::int FROM (
       SELECT 1 FROM data.inbox i WHERE s.is_stream AND i.connection_id = k.connection_id AND i.stream = k.stream
         AND i.id > k.position LIMIT $3) counted) unread
     LEFT JOIN LATERAL (
       SELECT i.received_at FROM data.inbox i WHERE s.is_stream AND i.connection_id = k.connection_id AND i.stream = k.stream
         AND i.id > k.position ORDER BY i.id LIMIT 1) first_unread ON true
     CROSS JOIN LATERAL (SELECT coalesce(sum(r.pending), 0)::int AS count FROM runs r
       WHERE r.sync_id = s.id AND r.status IN ('queued', 'running')) pending
     LEFT JOIN LATERAL (
       SELECT p.received_at FROM data.pending p WHERE p.sync_id = s.id ORDER BY p.id LIMIT 1) first_pending ON true`,
    [
      syncs.map(({ id }) => id),
      syncs.map(({ definition }) => definition.trigger.kind === "stream"),
      cap,
    ],
  );
  return new Map(
    z
      .array(Row)
      .parse(rows)
      .map(({ sync_id: id, unread, pending, oldest_at: oldestAt }) => [
        id,
        { unread, pending, oldestAt, isCapped: unread >= cap },
      ]),
  );
}
