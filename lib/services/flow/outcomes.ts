import { database, inTransaction } from "../../db";
import { logger } from "../../logger";
import { afterFault, CLOSED } from "../../sync/breaker";
import type { DeliveryFault } from "../../sync/delivery";
import type { RecentlyTaken } from "../../sync/recent-answers";
import { afterRefusal } from "../../sync/send-rate";
import { sendsToSql } from "../sync/live-version";
import { WAITS_NO_MORE_SQL } from "../sync/waits-no-more";
import { sendWakes } from "../sync/wake";
import {
  FOUND_LIMITS,
  lockFlow,
  writeBreaker,
  type FoundLimit,
} from "./flow-row";
import { LONGEST_WAIT_MS } from "./longest-wait";

/** A request met the connection's fault: counts it, and opens the breaker when that goes on. */
export async function recordFault(
  connectionId: string,
  { status, message }: DeliveryFault,
): Promise<void> {
  await inTransaction(async (client) => {
    const flow = await lockFlow(client, connectionId);
    const next = afterFault(flow.breaker, {
      nowMs: flow.nowMs,
      random: Math.random(),
    });
    await writeBreaker(client, connectionId, next, { status, error: message });
  });
}

/**
 * A request was answered: the destination is well. Whoever waited for it is woken,
 * so that the backlog drains by itself.
 */
export async function recordAnswer(connectionId: string): Promise<void> {
  const waiting = await inTransaction(async (client) => {
    const flow = await lockFlow(client, connectionId);
    await writeBreaker(client, connectionId, CLOSED, {
      status: null,
      error: null,
    });
    if (flow.breaker.state === "closed") return [];
    const { rows } = await client.query<{ id: string }>(
      `UPDATE syncs SET ${WAITS_NO_MORE_SQL}
       WHERE (status = 'live' OR draining_since IS NOT NULL) AND waiting_reason IN ('down', 'throttled')
         AND ${sendsToSql("id", "$1")} RETURNING id`,
      [connectionId],
    );
    return rows;
  });
  // Only a hint: the sweep wakes whomever this misses.
  await sendWakes(waiting.map(({ id }) => id)).catch(() => undefined);
}

/** When the newest good answer came, for people; written now and then. */
export async function noteSuccess(connectionId: string): Promise<void> {
  await database().pool.query(
    `INSERT INTO data.flow (connection_id, succeeded_at) VALUES ($1, now())
     ON CONFLICT (connection_id) DO UPDATE SET succeeded_at = now()`,
    [connectionId],
  );
}

/** A second in which little was sent tells little: more refusals bring the rate further down. */
const FIRST_GUESS_MIN: Record<FoundLimit, number> = {
  requests: 5,
  events: 500,
};

/** By this process's answers. */
export type Throttle = RecentlyTaken & { askedSeconds: number | null };

/** The destination answered 429: pauses as long as it asks, and slows down. */
export async function recordThrottle(
  connectionId: string,
  throttle: Throttle,
): Promise<void> {
  await inTransaction(async (client) => {
    const { nowMs, found, pausedUntilMs } = await lockFlow(
      client,
      connectionId,
    );
    const { askedSeconds } = throttle;
    const resumesAtMs = nowMs + (askedSeconds ?? 0) * 1_000;
    const pauses = [pausedUntilMs, askedSeconds === null ? null : resumesAtMs];
    const ends = pauses.filter((endsAtMs) => endsAtMs !== null);
    await client.query(
      `UPDATE data.flow SET throttled_at = now(), throttles = throttles + 1,
         paused_until = to_timestamp($2::float8 / 1000) WHERE connection_id = $1`,
      [connectionId, ends.length === 0 ? null : Math.max(...ends)],
    );
    for (const limit of FOUND_LIMITS) {
      const measured = throttle.takenPerSecond[limit];
      // Where nothing was taken, nothing is known of what would be.
      if (found[limit] === null && measured === 0) continue;
      const takenPerSecond = Math.max(measured, FIRST_GUESS_MIN[limit]);
      const refusal = { ...throttle, nowMs, resumesAtMs, takenPerSecond };
      const next = afterRefusal(found[limit], refusal);
      if (next === null) continue;
      await client.query(
        `INSERT INTO data.bucket (connection_id, limit_name, next_at, rate, ceiling, cut_at, regain_seconds, surprises)
         VALUES ($1, $2, now(), $3, $3, to_timestamp($4::float8 / 1000), $5, $6)
         ON CONFLICT (connection_id, limit_name, subject)
         DO UPDATE SET rate = excluded.rate, ceiling = excluded.ceiling, cut_at = excluded.cut_at, regain_seconds = excluded.regain_seconds,
           surprises = excluded.surprises`,
        [
          ...[connectionId, limit, next.ceilingPerSecond],
          ...[next.cutAtMs, next.regainSeconds, next.surprises],
        ],
      );
    }
  });
  logger.info(
    { connectionId, askedSeconds: throttle.askedSeconds },
    "throttled",
  );
}

/** The right to try a connection whose breaker is open and whose time has come; one process gets it. */
export async function claimProbe(connectionId: string): Promise<boolean> {
  const { rowCount } = await database().pool.query(
    `UPDATE data.flow SET state = 'half_open', probe_at = now() + interval '60 seconds'
     WHERE connection_id = $1 AND state <> 'closed' AND (probe_at <= now() OR probe_at > now() + $2 * interval '1 millisecond')`,
    [connectionId, LONGEST_WAIT_MS],
  );
  return rowCount === 1;
}

/** Whoever had the right to try had nothing to send, or did not get to it: the next one may. */
export async function releaseProbe(connectionId: string): Promise<void> {
  await database().pool.query(
    "UPDATE data.flow SET state = 'open', probe_at = now() WHERE connection_id = $1 AND state = 'half_open'",
    [connectionId],
  );
}

/** Somebody says that it should be tried now: with new credentials, or after asking to. */
export async function tryConnectionNow(connectionId: string): Promise<void> {
  await database().pool.query(
    "UPDATE data.flow SET probe_at = now(), paused_until = NULL WHERE connection_id = $1 AND state <> 'closed'",
    [connectionId],
  );
}
