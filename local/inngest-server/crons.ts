import { Cron } from "croner";
import type { Catalog } from "./catalog";
import { createRuns } from "./create-runs";
import type { Match } from "./create-runs";
import type { Transaction } from "./database";
import { ulid } from "./ulid";

/** The first tick of a cron expression after a moment, in UTC. */
export function nextTick(expression: string, after: Date): Date {
  const next = cron(expression).nextRun(after);
  if (next === null) throw new Error(`The cron ${expression} never comes`);
  return next;
}

/** The newest tick from `first` on that has come; those between are dropped, so that downtime causes no storm. */
export function newestTick(expression: string, first: Date, now: Date): Date {
  const pattern = cron(expression);
  let tick = first;
  for (;;) {
    const next = pattern.nextRun(tick);
    if (next === null || next > now) return tick;
    tick = next;
  }
}

/** Starts the functions whose cron has come, once each, and moves their next tick, in the caller's transaction. */
export async function fireCrons(
  tx: Transaction,
  catalog: Catalog,
): Promise<number> {
  const { rows } = await tx.query<{
    function_id: string;
    expression: string;
    next_tick: Date;
    now: Date;
  }>(
    `SELECT function_id, expression, next_tick, now() AS now FROM inngest_local.crons
     WHERE next_tick <= now() FOR UPDATE SKIP LOCKED`,
  );
  const matches: Match[] = [];
  for (const { function_id, expression, next_tick, now } of rows) {
    const registered = catalog.get(function_id);
    const tick = newestTick(expression, next_tick, now);
    if (registered && !registered.isArchived) {
      matches.push({
        function: registered,
        event: timerEvent(expression, tick),
        // By PostgreSQL's clock, which wrote the tick.
        isDue: true,
      });
    }
    await tx.query(
      `UPDATE inngest_local.crons SET next_tick = $3
       WHERE function_id = $1 AND expression = $2`,
      [function_id, expression, nextTick(expression, tick)],
    );
  }
  await createRuns(tx, matches);
  return matches.length;
}

function timerEvent(expression: string, tick: Date): Match["event"] {
  const moment = tick.toISOString().replace(".000Z", "Z");
  return {
    internalId: ulid(),
    body: {
      name: "inngest/scheduled.timer",
      data: { cron: expression, scheduledAt: moment, fireAt: moment },
      id: moment,
      ts: tick.getTime(),
      user: {},
    },
  };
}

function cron(expression: string): Cron {
  return new Cron(expression, {
    timezone: "UTC",
    mode: "5-part",
    paused: true,
  });
}
