import { nextTryAt } from "../../alerts/retry";
import { database } from "../../db";
import type { Claimed } from "./claim";
import type { TimedResult } from "./send-over";

type Verdict = { status: "waiting" | "sent" | "failed"; nextAt: Date | null };

/** Books a try: sent, to be tried again, or given up. Does nothing once another process took it over. */
export async function settle(
  claimed: Claimed,
  result: TimedResult,
): Promise<Verdict["status"]> {
  const verdict = judge(claimed, result);
  const { outcome, status, detail, tookMs } = result;
  await database().pool.query(
    `WITH settled AS (
       UPDATE data.notification SET status = $3, next_at = coalesce($4, next_at), lease = NULL, leased_until = NULL,
         finished_at = CASE $3 WHEN 'waiting' THEN NULL ELSE now() END
       WHERE id = $1 AND lease = $2 RETURNING id, attempts)
     INSERT INTO data.notification_attempt (notification_id, number, outcome, status, detail, took_ms)
     SELECT id, attempts, $5, $6, $7, $8 FROM settled`,
    [
      ...[claimed.id, claimed.lease, verdict.status, verdict.nextAt],
      ...[outcome, status, detail, tookMs],
    ],
  );
  if (result.isThrottled && verdict.nextAt !== null)
    await holdBack(claimed.channelId, verdict.nextAt);
  return verdict.status;
}

function judge(
  { attempts, createdAt }: Claimed,
  { outcome, retryAfterSeconds }: TimedResult,
): Verdict {
  if (outcome === "sent") return { status: "sent", nextAt: null };
  if (outcome === "refused") return { status: "failed", nextAt: null };
  const nextAt = nextTryAt({
    ...{ attempts, createdAt, now: new Date() },
    askedSeconds: retryAfterSeconds,
    random: Math.random(),
  });
  return { status: nextAt === null ? "failed" : "waiting", nextAt };
}

/** A channel that takes no more for now takes nothing else either. */
async function holdBack(channelId: string, until: Date): Promise<void> {
  await database().pool.query(
    "UPDATE data.notification SET next_at = $2 WHERE channel_id = $1 AND status = 'waiting' AND next_at < $2",
    [channelId, until],
  );
}
