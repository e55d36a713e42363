import { execFileSync } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { lessIsBetter, median, type Bench, type BenchResult } from "../bench";
import { connectionsOf } from "../stack/api";
import { fillInbox } from "../stack/fill-inbox";
import { withStack, type Stack } from "../stack/stack";

/** SLUICE_BENCH_EVENTS makes it shorter. */
const EVENTS = Number(process.env.SLUICE_BENCH_EVENTS ?? 10_000_000);
/** One inbox is read again and again, each time by a new sync: so many records fit on any disk. */
const INBOX_EVENTS = Math.min(EVENTS, 500_000);
const LOOK_EVERY_MS = 200;
const KB_PER_MB = 1_024;

type Sample = { events: number; mb: number };

/**
 * What the worker holds while it works a long backlog: its resident memory over
 * the last tenth of the events, against the second tenth, in which the engine
 * has got its speed. Flat means a ratio near 1.
 */
export const memoryBench: Bench = {
  name: "memory",
  run: () => withStack(measure),
};

async function measure(stack: Stack): Promise<BenchResult[]> {
  const api = connectionsOf(stack);
  const heap = await api.aHeapConnection();
  const segmentId = await api.aSegmentConnection();
  await fillInbox(stack.databaseUrl, heap.id, INBOX_EVENTS);
  const pool = new pg.Pool({ connectionString: stack.databaseUrl, max: 1 });
  const samples: Sample[] = [];
  for (let done = 0; done < EVENTS; done += INBOX_EVENTS) {
    const syncId = await api.aSync(heap.id, segmentId);
    await api.publish(syncId);
    await watch(stack, pool, syncId, done, samples);
    await api.pause(syncId);
  }
  await pool.end();
  return [resultOf(samples)];
}

async function watch(
  stack: Stack,
  pool: pg.Pool,
  syncId: string,
  before: number,
  samples: Sample[],
): Promise<void> {
  for (let delivered = 0; delivered < INBOX_EVENTS;) {
    const { rows } = await pool.query<{ delivered: number }>(
      "SELECT coalesce(sum(delivered), 0)::int AS delivered FROM runs WHERE sync_id = $1",
      [syncId],
    );
    delivered = rows[0]?.delivered ?? 0;
    const mb = residentMb(stack.pidOf("worker"));
    samples.push({ events: before + delivered, mb });
    await sleep(LOOK_EVERY_MS);
  }
}

function resultOf(samples: readonly Sample[]): BenchResult {
  const tenth = (number: number) =>
    samples
      .filter(({ events }) => Math.floor((events * 10) / EVENTS) === number)
      .map(({ mb }) => mb);
  for (let number = 0; number < 10; number += 1)
    console.error(
      `  tenth ${number + 1}: ${Math.round(median(tenth(number)))} MB (median), ${Math.round(Math.max(...tenth(number)))} MB (most)`,
    );
  const unit = `MB (last tenth of ${EVENTS.toLocaleString("en")})`;
  return lessIsBetter("memory", unit, median(tenth(9)), {
    "second-tenth": median(tenth(1)),
  });
}

function residentMb(pid: number): number {
  const text = execFileSync("ps", ["-o", "rss=", "-p", String(pid)], {
    encoding: "utf8",
  });
  return Number(text.trim()) / KB_PER_MB;
}
