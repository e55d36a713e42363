import { z } from "zod";
import { database } from "../../../db";

const Row = z.object({ sync_id: z.string(), at: z.date().nullable() });

/**
 * When something last came for each sync: the newest chunk with a record that
 * its filter let through, or a later record that it has not read yet.
 */
export async function readLastData(
  syncIds: readonly string[],
): Promise<Map<string, Date | null>> {
  const { rows } = await database().pool.query(
    `SELECT s.id AS sync_id, greatest(taken.at, unread.at) AS at
     FROM unnest($1::text[]) AS s (id)
     LEFT JOIN LATERAL (
       SELECT r.id FROM runs r WHERE r.sync_id = s.id AND r.read > r.filtered ORDER BY r.number DESC LIMIT 1) newest ON true
     LEFT JOIN LATERAL (
       SELECT c.finished_at AS at FROM chunks c WHERE c.run_id = newest.id AND c.read > c.filtered
       ORDER BY c.number DESC LIMIT 1) taken ON true
     LEFT JOIN data.cursor k ON k.sync_id = s.id
     LEFT JOIN LATERAL (
       SELECT i.received_at AS at FROM data.inbox i
       WHERE i.connection_id = k.connection_id AND i.stream = k.stream AND i.id > k.position
       ORDER BY i.id DESC LIMIT 1) unread ON true`,
    [syncIds],
  );
  return new Map(
    z
      .array(Row)
      .parse(rows)
      .map(({ sync_id: id, at }) => [id, at]),
  );
}
