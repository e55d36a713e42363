import type { ReadChunk } from "./read-chunk";
import type { Claim, Work } from "./work";

/** The next step begins sooner, or in another process. */
const KEPT_MS = 5_000;

type Kept = {
  /** What the chunk was read after, and decided by. */
  key: string;
  chunk: Promise<ReadChunk>;
  timeout: NodeJS.Timeout;
};

const kept = new Map<string, Kept>();

/**
 * Keeps a chunk that was read while the last one of a step was sent, for the
 * sync's next step: so that the destination's limit is used in between as well.
 */
export function keepChunk(
  work: Work,
  claim: Claim,
  chunk: Promise<ReadChunk>,
): void {
  const { id } = work.sync;
  clearTimeout(kept.get(id)?.timeout);
  const timeout = setTimeout(() => kept.delete(id), KEPT_MS);
  timeout.unref();
  kept.set(id, { key: keyOf(work, claim), chunk, timeout });
}

/** The chunk that was kept, if it is the one that comes after the cursor and would be decided over the same now. */
export async function takeChunk(
  work: Work,
  claim: Claim,
): Promise<ReadChunk | null> {
  const found = kept.get(work.sync.id);
  if (found === undefined) return null;
  kept.delete(work.sync.id);
  clearTimeout(found.timeout);
  if (found.key !== keyOf(work, claim)) return null;
  const chunk = await found.chunk;
  // That there is nothing is no longer true for sure, and the claim has cleared the flag that would tell.
  return chunk.read === 0 ? null : chunk;
}

const keyOf = (
  { sync, definition, planRevision }: Work,
  { position, connectionId, stream }: Claim,
) =>
  JSON.stringify([
    ...[position, connectionId, stream],
    ...[sync.version, definition, planRevision],
  ]);
