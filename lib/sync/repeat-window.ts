/**
 * How long Segment keeps message ids at least, by its own documentation; it
 * discards about 99 % of repeats within it, and none that come later.
 */
export const REPEAT_WINDOW_HOURS = 24;

const HOUR_MS = 3_600_000;

/** Records that were delivered before this may be taken twice when they are sent again. */
export const repeatWindowStart = (now: Date): Date =>
  new Date(now.getTime() - REPEAT_WINDOW_HOURS * HOUR_MS);
