import { backoffMs } from "../sync/fault";

const BASE_MS = 5_000;
const STEP_MS_MAX = 60 * 60_000;
const WAIT_MS_MIN = 1_000;
/** What nobody could be told within a day is no news any more. */
export const GIVE_UP_MS = 24 * 60 * 60_000;
const SECOND_MS = 1_000;

/** A `Retry-After`, as a number of seconds or a date; at most the day after which we give up. */
export function askedWaitSeconds(
  header: string | null,
  now: Date,
): number | null {
  const text = header?.trim() ?? "";
  if (text === "") return null;
  const seconds = /^\d+(\.\d+)?$/.test(text)
    ? Math.ceil(Number(text))
    : Math.ceil((Date.parse(text) - now.getTime()) / SECOND_MS);
  if (Number.isNaN(seconds)) return null;
  return Math.min(Math.max(seconds, 0), GIVE_UP_MS / SECOND_MS);
}

/**
 * When to try again what could not be sent: after what the channel asked for,
 * or else with full jitter. Null once a day has passed. `random` is in 0..1.
 */
export function nextTryAt(input: {
  attempts: number;
  createdAt: Date;
  now: Date;
  askedSeconds: number | null;
  random: number;
}): Date | null {
  const now = input.now.getTime();
  if (now - input.createdAt.getTime() >= GIVE_UP_MS) return null;
  const waitMs =
    input.askedSeconds === null
      ? backoffMs(input.attempts - 1, BASE_MS, STEP_MS_MAX, input.random)
      : input.askedSeconds * SECOND_MS;
  return new Date(now + Math.max(waitMs, WAIT_MS_MIN));
}
