import type { ServerResponse } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import type { Strike } from "./faults";
import { sendAnswer, textAnswer, type Answer } from "./http/answer";
import type { Call } from "./http/call";
import { failure, retryHeaders } from "./segment/answers";
import type { SystemState } from "./state/system-state";
import type { System } from "./systems";

const GARBLED = '{"success": tr';

/** One look-alike, and what it does when it is well. */
export type Vendor = {
  system: System;
  state: SystemState;
  answer(call: Call): Answer;
};

/**
 * Answers a call to a vendor, or lets it come to grief as `strike` says: before
 * the call is taken, or after, when only its answer is lost. The signal ends
 * waits when the server closes.
 */
export async function serveVendor(
  vendor: Vendor,
  call: Call,
  strike: Strike | null,
  response: ServerResponse,
  signal: AbortSignal,
): Promise<void> {
  const isTakenFirst = strike === null || strike.when === "after";
  const early = isTakenFirst ? vendor.answer(call) : null;
  if (strike?.kind === "slow") {
    await sleep(strike.delayMs, undefined, { signal });
  }
  if (strike === null || strike.kind === "slow") {
    sendAnswer(response, early ?? vendor.answer(call));
    return;
  }
  if (!isTakenFirst) countOnly(vendor, call);
  misbehave(vendor.system, strike, response);
}

/** A request that is lost was a request all the same. */
function countOnly({ state }: Vendor, call: Call): void {
  if (call.method !== "POST") return;
  state.record({ accepted: [], dropped: {}, throttled: false });
}

function misbehave(
  system: System,
  strike: Strike,
  response: ServerResponse,
): void {
  switch (strike.kind) {
    case "status":
      sendAnswer(response, statusAnswer(system, strike));
      return;
    case "malformed":
      sendAnswer(response, {
        status: 200,
        headers: { "content-type": "application/json" },
        body: GARBLED,
      });
      return;
    case "reset":
      response.socket?.resetAndDestroy();
      return;
    case "timeout":
    case "slow":
    // The connection stays open and silent until the client gives up.
  }
}

function statusAnswer(system: System, { status, retryAfter }: Strike): Answer {
  const message = `A fault was asked for: ${status}`;
  if (system === "segment") {
    const headers = retryAfter === null ? {} : retryHeaders(retryAfter);
    return failure(status, "fault", message, headers);
  }
  const answer = textAnswer(status, message);
  if (retryAfter !== null) answer.headers["retry-after"] = String(retryAfter);
  return answer;
}
