const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const DELAYS_MS = [
  15 * SECOND_MS,
  30 * SECOND_MS,
  MINUTE_MS,
  2 * MINUTE_MS,
  5 * MINUTE_MS,
  10 * MINUTE_MS,
  20 * MINUTE_MS,
  40 * MINUTE_MS,
  60 * MINUTE_MS,
  120 * MINUTE_MS,
];
/** A lost call comes again soon at first, but not so often that a step which kills its process does so five times a minute. */
const LOST_CALL_DELAYS_MS = [SECOND_MS, 5 * SECOND_MS];
const JITTER_MS = 30 * SECOND_MS;

/** The wait after a failed attempt (counted from 0), as Inngest has it: from 15 s up to 2 h, and up to 30 s by chance. */
export function retryDelayMs(attempt: number): number {
  const index = Math.min(attempt, DELAYS_MS.length - 1);
  return (DELAYS_MS[index] ?? 0) + Math.random() * JITTER_MS;
}

/** The wait after a call whose connection broke: its process was killed, and is being started again. Null: as after any failure. */
export function lostCallDelayMs(attempt: number): number | null {
  return LOST_CALL_DELAYS_MS[attempt] ?? null;
}
