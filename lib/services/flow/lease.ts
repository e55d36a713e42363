import { database } from "../../db";
import { LONGEST_WAIT_MS } from "./longest-wait";

export type Limit = {
  connectionId: string;
  name: "requests" | "events" | "sync";
  /** The sync, of a limit that is one sync's own. */
  subject: string;
};

export type LeaseRequest = {
  tokens: number;
  perSecond: number;
  /** How much of an unused past may be made up for. */
  burstSeconds: number;
};

export type Lease = {
  /** From now, in milliseconds. */
  startsInMs: number;
  tokens: number;
  perSecond: number;
};

/**
 * Takes tokens of a limit for this process: the span of time in which they are
 * free, which no other lease overlaps.
 */
export async function leaseTokens(
  limit: Limit,
  { tokens, perSecond, burstSeconds }: LeaseRequest,
): Promise<Lease> {
  const { rows } = await database().pool.query<{ ends_in_ms: number }>(
    `INSERT INTO data.bucket AS b (connection_id, limit_name, subject, next_at)
     VALUES ($1, $2, $3, clock_timestamp() + ($4::float8 - $5) * interval '1 second')
     ON CONFLICT (connection_id, limit_name, subject) DO UPDATE
       SET next_at = greatest(CASE WHEN b.next_at > clock_timestamp() + $6 * interval '1 millisecond' THEN '-infinity' ELSE b.next_at END,
         clock_timestamp() - $5::float8 * interval '1 second') + $4::float8 * interval '1 second'
     RETURNING (extract(epoch FROM next_at - clock_timestamp()) * 1000)::float8 AS ends_in_ms`,
    [
      ...[limit.connectionId, limit.name, limit.subject],
      ...[tokens / perSecond, burstSeconds, LONGEST_WAIT_MS],
    ],
  );
  const endsInMs = rows[0]?.ends_in_ms ?? 0;
  const startsInMs = endsInMs - (tokens * 1_000) / perSecond;
  return { startsInMs, tokens, perSecond };
}
