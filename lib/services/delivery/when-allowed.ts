import { database } from "../../db";
import { releaseProbe } from "../flow/outcomes";
import { standingOf } from "../flow/standing";
import { chunkResult, type ChunkResult } from "./chunk-result";
import type { SendOptions } from "./send-calls";
import { bookBreaker, waitingNow } from "./waiting";
import { FencedError, type Work } from "./work";

/**
 * Works when neither the sync nor its connection has to wait, as the one that may
 * try when the connection's breaker is not closed. Whoever loses its claim meanwhile
 * stops, with nothing booked.
 */
export async function whenAllowed(
  work: Work,
  send: (options: SendOptions) => Promise<ChunkResult>,
): Promise<ChunkResult> {
  const waiting = await waitingNow(work);
  if (waiting.kind === "held") return chunkResult("stop");
  if (waiting.kind === "until") return chunkResult("wait", 0, waiting.seconds);
  const destination = work.sync.destinationConnectionId;
  const standing = await standingOf(destination);
  if (standing.kind === "wait") {
    await bookBreaker(database().pool, work, standing.flow);
    return chunkResult("wait", 0, standing.seconds);
  }
  const isProbe = standing.kind === "probe";
  try {
    return await send({ isProbe });
  } catch (error) {
    if (error instanceof FencedError) return chunkResult("stop");
    throw error;
  } finally {
    if (isProbe) await releaseProbe(destination);
  }
}
