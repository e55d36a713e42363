/** Counts, never records: this becomes the output of a step. */
export type ChunkResult = {
  /** more: go on at once; wait: the connection is not well; idle: nothing left; stop: not ours to run. */
  next: "more" | "wait" | "idle" | "stop";
  waitSeconds: number;
  read: number;
  /** Milliseconds since 1970, so that the job can tell time without a clock of its own. */
  at: number;
};

export const chunkResult = (
  next: ChunkResult["next"],
  read = 0,
  waitSeconds = 0,
): ChunkResult => ({ next, read, waitSeconds, at: Date.now() });
