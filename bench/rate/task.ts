/** What a destination's process that limits is asked to be. */
export type LimitedTask = {
  limiter: LimiterName;
  requestsPerSecond: number;
  /** What its answers 429 ask to wait; null: they ask for nothing. */
  retryAfterSeconds: number | null;
};

/** Windows of a second, or a bucket that holds a quarter of what flows in during one. */
export type LimiterName = "sliding" | "fixed" | "bucket";

/** A request as the destination saw it. */
export type Seen = {
  /** On its own clock. */
  atMs: number;
  isTaken: boolean;
};
