import { msBeforeNext } from "./ms-before-next";

const ASKED_SECONDS_MAX = 300;
/** A number this large is a time, in seconds since 1970, and no wait. */
const EPOCH_SECONDS_MIN = 1e9;

export type AskingAnswer = {
  retryAfter: string | null;
  /** The header `X-RateLimit-Reset`. */
  rateLimitReset: string | null;
  text: string;
};

/**
 * How many seconds an answer asks to wait, capped at 300 as Segment's own
 * clients do; null: it asks for nothing. Understood are `Retry-After` (seconds
 * or a date), `X-RateLimit-Reset` (seconds to wait, a date, or seconds since
 * 1970) and the Public API's `msBeforeNext` in the body.
 */
export function askedWaitSeconds(
  { retryAfter, rateLimitReset, text }: AskingAnswer,
  now: Date,
): number | null {
  const inBodyMs = msBeforeNext(text);
  const asked = [
    secondsOf(retryAfter, now),
    secondsOf(rateLimitReset, now),
    inBodyMs === null ? null : Math.ceil(inBodyMs / 1_000),
  ].filter((seconds) => seconds !== null);
  if (asked.length === 0) return null;
  return Math.min(Math.max(...asked, 0), ASKED_SECONDS_MAX);
}

function secondsOf(header: string | null, now: Date): number | null {
  const text = header?.trim() ?? "";
  if (text === "") return null;
  const number = /^\d+(\.\d+)?$/.test(text) ? Number(text) : null;
  if (number !== null && number < EPOCH_SECONDS_MIN) return number;
  const atMs = number === null ? Date.parse(text) : number * 1_000;
  if (Number.isNaN(atMs)) return null;
  return Math.max(0, Math.ceil((atMs - now.getTime()) / 1_000));
}
