import {
  lessIsBetter,
  medianOf,
  percentile95,
  roundsOr,
  type Bench,
  type BenchResult,
} from "../bench";
import { delaysAt, eventsAt, sendAt } from "../latency/delays";
import { connectionsOf } from "../stack/api";
import { withStack, type Stack } from "../stack/stack";
import { startPatient, type Mood } from "./patient";

const ROUNDS = roundsOr(3);
const LIVE_PER_SECOND = 300;
const OTHER_PER_SECOND = 100;

/**
 * What a dead connection costs the others: the time from webhook to Segment on
 * a live connection while the Segment of another one never answers, or hangs
 * up, against the same while that one is well. The other one gets the same
 * events either way, so that its death is all that changes; both are measured
 * right after one another, several times. Goal: within 10 % (0.91).
 */
export const isolationBench: Bench = {
  name: "isolation",
  run: () => withStack(measure),
};

type Course = {
  stack: Stack;
  api: ReturnType<typeof connectionsOf>;
  ingestUrl: string;
  nextEvent: number;
};

async function measure(stack: Stack): Promise<BenchResult[]> {
  const api = connectionsOf(stack);
  const heap = await api.aHeapConnection();
  const segmentId = await api.aSegmentConnection();
  await api.publish(await api.aSync(heap.id, segmentId));
  const course = { stack, api, ingestUrl: heap.ingestUrl, nextEvent: 0 };
  const hanging: BenchResult[] = [];
  const refusing: BenchResult[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    hanging.push(await oneRound(course, "hanging"));
    refusing.push(await oneRound(course, "refusing"));
  }
  return [medianOf(hanging), medianOf(refusing)];
}

/** With another connection of its own, which is paused at the end. */
async function oneRound(course: Course, mood: Mood): Promise<BenchResult> {
  const { api } = course;
  const patient = await startPatient();
  const heap = await api.aHeapConnection();
  const segmentId = await api.aSegmentConnection(patient.url);
  const syncId = await api.aSync(heap.id, segmentId);
  await api.publish(syncId);
  try {
    const well = await p95Beside(course, heap.ingestUrl);
    patient.become(mood);
    const ill = await p95Beside(course, heap.ingestUrl);
    console.error(`  p95 beside one that is ${mood}: ${ill} ms, well: ${well}`);
    const unit = `ms (p95 at ${LIVE_PER_SECOND}/s)`;
    return lessIsBetter(`isolation-${mood}`, unit, ill, { "other-well": well });
  } finally {
    await api.pause(syncId);
    patient.stop();
  }
}

async function p95Beside(
  course: Course,
  otherIngestUrl: string,
): Promise<number> {
  const from = course.nextEvent;
  course.nextEvent += eventsAt(LIVE_PER_SECOND);
  const [delays] = await Promise.all([
    delaysAt(course.stack, course.ingestUrl, from, LIVE_PER_SECOND),
    sendAt(otherIngestUrl, from, OTHER_PER_SECOND),
  ]);
  return percentile95(delays);
}
