import type { GetStepTools } from "inngest";
import type { ChunkResult } from "../lib/services/delivery/chunk-result";
import { isStopping } from "../lib/stopping";
import type { inngest } from "./client";
import { retrySoon } from "./retry-soon";

const CHUNKS_MAX = 200;
/** Between one execution and the next nothing is sent for a second or more. */
const WORK_MS_MAX = 240_000;
const WAIT_SECONDS_MAX = 30;

export type WorkedChunks = {
  read: number;
  /** continued: there is more to do than one execution should take. */
  ended: "idle" | "stop" | "continued";
};

/**
 * Works chunks, each in a step, until nothing is left, for some minutes at the most. In a
 * process that is to stop it ends after the chunk in hand, for another one to go on.
 */
export async function workChunks(
  { attempt, step }: { attempt: number; step: GetStepTools<typeof inngest> },
  work: () => Promise<ChunkResult>,
): Promise<WorkedChunks> {
  let read = 0;
  let startedAt: number | null = null;
  for (let turn = 0; turn < CHUNKS_MAX; turn += 1) {
    const chunk = await step.run(`chunk-${turn}`, () =>
      retrySoon(attempt, work),
    );
    read += chunk.read;
    startedAt ??= chunk.at;
    if (chunk.next === "idle" || chunk.next === "stop")
      return { read, ended: chunk.next };
    if (chunk.at - startedAt > WORK_MS_MAX || isStopping()) break;
    if (chunk.next === "wait") {
      const seconds = Math.min(chunk.waitSeconds, WAIT_SECONDS_MAX);
      await step.sleep(`wait-${turn}`, `${seconds}s`);
    }
  }
  return { read, ended: "continued" };
}
