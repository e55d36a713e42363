import { reportReplayFailure } from "../../lib/services/replay/report-failure";
import { runReplayChunk } from "../../lib/services/replay/run-replay-chunk";
import { isStopping } from "../../lib/stopping";
import { inngest } from "../client";
import { ReplayData, replayContinue, replayWake } from "../events";
import { retrySoon } from "../retry-soon";

const CHUNKS_MAX = 200;
const WORK_MS_MAX = 60_000;
const WAIT_SECONDS_MAX = 30;

/** Works a replay's chunks until it has taken all; beside it its sync goes on. */
export const runReplay = inngest.createFunction(
  {
    id: "run-replay",
    triggers: [replayWake],
    singleton: { key: "event.data.runId", mode: "skip" },
    retries: 5,
    // The event that failed comes back untyped.
    onFailure: ({ event, error }) =>
      reportReplayFailure({
        ...ReplayData.parse(event.data.event.data),
        reason: error.name,
      }),
  },
  async ({ attempt, event, step }) => {
    const { runId } = event.data;
    let read = 0;
    let startedAt: number | null = null;
    for (let turn = 0; turn < CHUNKS_MAX; turn += 1) {
      const chunk = await step.run(`chunk-${turn}`, () =>
        retrySoon(attempt, () => runReplayChunk(runId)),
      );
      read += chunk.read;
      startedAt ??= chunk.at;
      if (chunk.next === "idle" || chunk.next === "stop")
        return { read, ended: chunk.next };
      if (chunk.at - startedAt > WORK_MS_MAX || isStopping()) break;
      if (chunk.next === "wait") {
        await step.sleep(
          `wait-${turn}`,
          `${Math.min(chunk.waitSeconds, WAIT_SECONDS_MAX)}s`,
        );
      }
    }
    await step.sendEvent("continue", replayContinue.create({ runId }));
    return { read, ended: "continued" };
  },
);
