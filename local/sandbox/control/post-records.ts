import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import type { HeapRecord } from "../scenarios/heap-record";

const ATTEMPTS_MAX = 8;
const TIMEOUT_MS = 30_000;
const BACKOFF_MS = 250;
const BACKOFF_MS_MAX = 10_000;
const MESSAGE_CHARACTERS_MAX = 300;

const IngestAnswer = z.object({
  accepted: z.number(),
  duplicates: z.number(),
});

export type Posted = z.infer<typeof IngestAnswer>;

/**
 * Posts records as one array. Waits and tries again while the app is away, busy
 * (429, obeying Retry-After) or broken (5xx); throws at any other answer, at the
 * signal, and when it has tried often enough.
 */
export async function postRecords(
  to: string,
  records: HeapRecord[],
  signal: AbortSignal,
): Promise<Posted> {
  const body = JSON.stringify(records);
  for (let attempt = 1; ; attempt += 1) {
    const outcome = await tryOnce(to, body, signal);
    if ("posted" in outcome) return outcome.posted;
    signal.throwIfAborted();
    if (outcome.isFinal || attempt === ATTEMPTS_MAX) {
      throw new Error(outcome.message);
    }
    const backoffMs = Math.min(BACKOFF_MS * 2 ** attempt, BACKOFF_MS_MAX);
    const waitMs = outcome.waitMs ?? backoffMs * Math.random();
    await sleep(waitMs, undefined, { signal });
  }
}

type Outcome =
  | { posted: Posted }
  | { isFinal: boolean; message: string; waitMs: number | null };

async function tryOnce(
  to: string,
  body: string,
  signal: AbortSignal,
): Promise<Outcome> {
  try {
    const response = await fetch(to, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body,
      redirect: "manual",
      signal: AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]),
    });
    return await readOutcome(response);
  } catch (error) {
    return { isFinal: false, message: describe(error), waitMs: null };
  }
}

async function readOutcome(response: Response): Promise<Outcome> {
  const text = await response.text();
  if (response.ok) return { posted: IngestAnswer.parse(JSON.parse(text)) };
  const { status } = response;
  const seconds = Number(response.headers.get("retry-after") ?? Number.NaN);
  return {
    isFinal: status !== 429 && status < 500,
    message: `The app answered ${status}: ${text.slice(0, MESSAGE_CHARACTERS_MAX)}`,
    waitMs: Number.isFinite(seconds) ? seconds * 1_000 : null,
  };
}

function describe(error: unknown): string {
  const reason = error instanceof Error ? error : new Error(String(error));
  const cause =
    reason.cause instanceof Error ? `: ${reason.cause.message}` : "";
  return `The app can't be reached (${reason.message}${cause})`;
}
