import { runChunk } from "../../lib/services/delivery/run-chunk";
import { givenTask, sendAnswer } from "../in-processes";

// The engine alone: works a sync's chunks in this process until nothing is
// left, without Inngest and without the worker's server around it.
const { syncId } = givenTask() as { syncId: string };
const startedAt = performance.now();
let events = 0;
for (;;) {
  const { next, read } = await runChunk(syncId);
  events += read;
  if (next !== "more") break;
}
sendAnswer((events * 1_000) / (performance.now() - startedAt));
