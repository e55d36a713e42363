import pg from "pg";
import {
  median,
  moreIsBetter,
  roundsOr,
  type Bench,
  type BenchResult,
} from "../bench";
import { inProcess } from "../in-processes";
import { connectionsOf } from "../stack/api";
import { fillInbox } from "../stack/fill-inbox";
import { withStack, type Stack } from "../stack/stack";
import { durably, engineAlone } from "./ours";
import { startSink } from "./sink";
import type { PeerName, PeerTask } from "./task";

const EVENTS = 200_000;
const ROUNDS = roundsOr(3);
const UNIT = "events/s";

/**
 * From the inbox to Segment's look-alike: the whole durable path (Inngest,
 * worker, PostgreSQL) against clients that send the same events from memory and
 * against `goal-500mb`, the limit: a pipeline without retries, books or checks,
 * written by hand for this one mapping, over 500 MB of events.
 *
 * Two more rows tell what limits ours: the engine alone, without Inngest, and
 * the durable path to a sink that looks at nothing, since the look-alike itself
 * parses and remembers every event on the same processors.
 */
export const pipelineBench: Bench = {
  name: "pipeline",
  run: () => withStack(measure),
};

async function measure(stack: Stack): Promise<BenchResult[]> {
  const course = await lay(stack);
  const rates = new Map<string, number[]>();
  try {
    for (let round = 0; round < ROUNDS; round += 1) {
      for (const [name, rate] of Object.entries(await oneRound(course))) {
        console.error(
          `  round ${round + 1}: ${name} ${Math.round(rate)} ${UNIT}`,
        );
        rates.set(name, [...(rates.get(name) ?? []), rate]);
      }
    }
  } finally {
    await course.stop();
  }
  const of = (name: string) => median(rates.get(name) ?? []);
  const peers = (...names: [shown: string, name: string][]) =>
    Object.fromEntries(names.map(([shown, name]) => [shown, of(name)]));
  const limit = ["goal-500mb", "goal-500mb"] as [string, string];
  return [
    moreIsBetter("pipeline", UNIT, of("durable"), {
      ...peers(
        ["analytics-node", "analytics-node"],
        ["analytics-node-1000", "analytics-node-1000"],
      ),
      ...peers(["bare-undici", "bare-undici"], limit),
    }),
    moreIsBetter("pipeline-engine", UNIT, of("engine"), peers(limit)),
    moreIsBetter("pipeline-to-sink", UNIT, of("durable-sink"), {
      ...peers(
        ["bare-undici", "bare-undici-sink"],
        ["goal-500mb", "goal-500mb-sink"],
      ),
    }),
  ];
}

type Course = Awaited<ReturnType<typeof lay>>;

/** A full inbox, a connection to the sandbox and one to the sink. */
async function lay(stack: Stack) {
  const api = connectionsOf(stack);
  const heap = await api.aHeapConnection();
  await fillInbox(stack.databaseUrl, heap.id, EVENTS);
  const sink = await startSink();
  const pool = new pg.Pool({ connectionString: stack.databaseUrl, max: 2 });
  return {
    ...{ stack, api, heapId: heap.id, pool, events: EVENTS },
    sandbox: {
      id: await api.aSegmentConnection(),
      endpoint: `${stack.sandboxUrl}/segment`,
    },
    sink: { id: await api.aSegmentConnection(sink.url), endpoint: sink.url },
    async stop() {
      sink.stop();
      await pool.end();
    },
  };
}

/** Everybody once, so that what changes on a shared machine hits all. */
async function oneRound(course: Course): Promise<Record<string, number>> {
  const { sandbox, sink } = course;
  const peer = (name: PeerName, endpoint: string) =>
    runPeer(course, name, endpoint);
  return {
    durable: await durably(course, sandbox.id),
    "goal-500mb": await peer("goal-500mb", sandbox.endpoint),
    "bare-undici": await peer("bare-undici", sandbox.endpoint),
    engine: await engineAlone(course, sandbox.id),
    "durable-sink": await durably(course, sink.id),
    "goal-500mb-sink": await peer("goal-500mb", sink.endpoint),
    "bare-undici-sink": await peer("bare-undici", sink.endpoint),
    "analytics-node-1000": await peer("analytics-node-1000", sandbox.endpoint),
    "analytics-node": await peer("analytics-node", sandbox.endpoint),
  };
}

let runs = 0;

async function runPeer(
  { stack, heapId, events }: Course,
  peer: PeerName,
  endpoint: string,
): Promise<number> {
  runs += 1;
  const task: PeerTask = {
    ...{ peer, endpoint, events, run: `run${runs}` },
    databaseUrl: stack.databaseUrl,
    connectionId: heapId,
  };
  await fetch(`${stack.sandboxUrl}/_control/reset`, { method: "POST" });
  return inProcess<number>(new URL("peer-process.ts", import.meta.url), task);
}
