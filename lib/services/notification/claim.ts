import { randomUUID } from "node:crypto";
import { AlertMessageSchema } from "../../alerts/message";
import type { Outgoing } from "../../connectors/alert-channels/channel";
import { database } from "../../db";

/** Longer than any try takes: whoever dies while sending delays it by this much. */
const LEASE_SECONDS = 120;
const CHANNELS_MAX = 20;

export type Claimed = Outgoing & {
  channelId: string;
  lease: string;
  /** With the one that is about to begin. */
  attempts: number;
};

type Row = {
  id: string;
  channel_id: string;
  attempts: number;
  message: unknown;
  created_at: Date;
  earlier: string[];
};

/**
 * What may go next: of no channel that somebody sends to just now, and not
 * before what was to be told of the same alert earlier.
 */
const IS_NEXT = `n.status = 'waiting' AND (n.leased_until IS NULL OR n.leased_until < now())
  AND NOT EXISTS (SELECT 1 FROM data.notification e WHERE e.channel_id = n.channel_id AND e.alert_key = n.alert_key
    AND e.sequence < n.sequence AND e.status = 'waiting')
  AND NOT EXISTS (SELECT 1 FROM data.notification l WHERE l.channel_id = n.channel_id AND l.status = 'waiting'
    AND l.leased_until >= now())`;

/** Takes the oldest due notification of each channel, for this process alone while the lease lasts. */
export async function claimDue(): Promise<Claimed[]> {
  const lease = randomUUID();
  const { rows } = await database().pool.query<Row>(
    `WITH due AS (
       SELECT DISTINCT ON (n.channel_id) n.id FROM data.notification n
       WHERE ${IS_NEXT} AND n.next_at <= now() ORDER BY n.channel_id, n.sequence LIMIT ${CHANNELS_MAX}
     ), taken AS (
       -- Looked at once more under the lock: another process may have been faster.
       SELECT id FROM data.notification WHERE id IN (SELECT id FROM due)
         AND status = 'waiting' AND next_at <= now() AND (leased_until IS NULL OR leased_until < now())
       FOR UPDATE SKIP LOCKED
     )
     UPDATE data.notification n
     SET lease = $1, leased_until = now() + make_interval(secs => ${LEASE_SECONDS}), attempts = n.attempts + 1
     FROM taken WHERE n.id = taken.id
     RETURNING n.id, n.channel_id, n.attempts, n.message, n.created_at,
       ARRAY(SELECT e.id FROM data.notification e WHERE e.channel_id = n.channel_id AND e.alert_key = n.alert_key
         AND e.sequence < n.sequence AND e.status = 'sent' ORDER BY e.sequence LIMIT 20) AS earlier`,
    [lease],
  );
  return rows.map((row) => ({
    ...{ id: row.id, channelId: row.channel_id, lease },
    ...{ attempts: row.attempts, createdAt: row.created_at },
    message: AlertMessageSchema.parse(row.message),
    earlier: row.earlier,
  }));
}

/** How long until the next one is due; null when nothing waits. */
export async function nextDueMs(): Promise<number | null> {
  const { rows } = await database().pool.query<{ ms: number | null }>(
    `SELECT (extract(epoch FROM min(n.next_at) - now()) * 1000)::float8 AS ms FROM data.notification n WHERE ${IS_NEXT}`,
  );
  const ms = rows[0]?.ms ?? null;
  return ms === null ? null : Math.max(0, Math.ceil(ms));
}
