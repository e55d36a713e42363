import { readChunk, type ReadChunk } from "./read-chunk";
import type { Claim, Work } from "./work";

/** Behind by less, the next chunk is read when this one is done: then it has what came meanwhile. */
const READ_AHEAD_MIN = 1_000;

/** What one step may work before it hands its counts over. */
export const STEP_MS_MAX = 5_000;

/**
 * Reads what comes after a chunk while that one is being sent, so that neither
 * waits for the other. Null when there is no such backlog. Only what was
 * committed moves the cursor: a chunk that was read ahead and not sent is read again.
 */
export function readAhead(
  work: Work,
  claim: Claim,
  { read, to }: ReadChunk,
): Promise<ReadChunk> | null {
  if (read < READ_AHEAD_MIN) return null;
  const ahead = readChunk(work, { ...claim, position: to });
  // If it fails, it fails when it is waited for.
  ahead.catch(() => undefined);
  return ahead;
}
