import { setTimeout as sleep } from "node:timers/promises";
import type { Random } from "../../../local/sandbox/random";

/** The sandbox knows one status at a time, so they take turns. */
const ROUND_MS = 1_000;
const CALL_MS_MAX = 2_000;

const STATUSES = [
  { status: 500 },
  { status: 502 },
  { status: 503 },
  { status: 503, retryAfter: 1 },
  { status: 429 },
  { status: 429, retryAfter: 1 },
  { status: 408 },
  { status: 460 },
] as const;

/**
 * With these, 30 of 100 requests come to grief: the sandbox draws for each fault in
 * turn, and has none for up to a second after it was killed.
 */
const FAULTS = [
  { kind: "reset", rate: 0.05 },
  { kind: "malformed", rate: 0.04 },
  { kind: "slow", rate: 0.07, delayMs: 600 },
  { kind: "timeout", rate: 0.015 },
];
const STATUS_RATE = 0.2;

/** Keeps the sandbox failing in every way it knows until the signal comes; lifts all faults then. */
export async function keepFailing(
  sandboxUrl: string,
  random: Random,
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    const status = {
      kind: "status",
      rate: STATUS_RATE,
      ...random.pick(STATUSES),
    };
    // A restarted sandbox has forgotten all of them.
    for (const fault of [status, ...FAULTS])
      await setFault(sandboxUrl, fault).catch(() => undefined);
    await sleep(ROUND_MS, undefined, { signal }).catch(() => undefined);
  }
}

function setFault(sandboxUrl: string, fault: object): Promise<Response> {
  return fetch(`${sandboxUrl}/_control/faults`, {
    method: "POST",
    body: JSON.stringify({ system: "segment", ...fault }),
    signal: AbortSignal.timeout(CALL_MS_MAX),
  });
}

/** Until the sandbox takes it: it may be starting again. */
export async function liftFaults(sandboxUrl: string): Promise<void> {
  for (;;) {
    const isLifted = await fetch(`${sandboxUrl}/_control/faults`, {
      method: "DELETE",
      signal: AbortSignal.timeout(CALL_MS_MAX),
    }).then(
      ({ ok }) => ok,
      () => false,
    );
    if (isLifted) return;
    await sleep(200);
  }
}
