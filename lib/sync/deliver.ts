import { Slots } from "../shared/slots";
import { faultOf, toFault } from "./answer-fault";
import { CallQueue } from "./call-queue";
import {
  emptyDelivery,
  type Deliverable,
  type Delivery,
  type DeliveryDeps,
  type DeliveryFault,
  type DeliveryPolicy,
  type SendAnswer,
} from "./delivery";
import { drawCall } from "./draw-call";
import { backoffMs, TOO_MANY_REQUESTS } from "./fault";
import { splitCalls } from "./split-calls";

const IN_FLIGHT_MAX = 4;
/** Batches under way, with those that wait for their next try. */
const BATCHES_MAX = 16;
const TRIES_MAX = 3;
const THROTTLES_BEFORE_SPLIT = 2;
const BACKOFF_BASE_MS = 200;
const BACKOFF_CAP_MS = 2_000;
/** After so long what has no answer is left to the next time. */
const BUDGET_MS = 20_000;
const RESPONSE_CHARACTERS_MAX = 2_000;

type Refused = { kind: "refused"; status: number; text: string };

/** What one request, with its tries, came to. */
type Outcome =
  | { kind: "delivered" }
  | Refused
  /** It fails, while the destination takes others. */
  | { kind: "failing"; answer: SendAnswer; isCounted: boolean }
  /** It fails, and nothing tells whether the destination would take others. */
  | { kind: "doubtful"; fault: DeliveryFault }
  | { kind: "left"; fault: DeliveryFault | null };

/**
 * Sends calls in filled batches, several at once, none of a person who has calls
 * on the way: so each person's calls arrive in their order. A batch without an
 * answer is tried three times. A batch that is refused for its records, or that
 * fails while others are taken, is halved until the one call is left that is to
 * blame: it is rejected, or waits by itself. Every call ends in exactly one list.
 */
export async function deliverCalls<T extends Deliverable>(
  calls: readonly T[],
  policy: DeliveryPolicy,
  deps: DeliveryDeps<T>,
): Promise<Delivery<T>> {
  return new Courier(calls, policy, deps).deliver();
}

class Courier<T extends Deliverable> {
  private readonly queue: CallQueue<T>;
  private readonly result: Delivery<T> = emptyDelivery();
  private readonly slots = new Slots(IN_FLIGHT_MAX);
  private readonly endsAtMs: number;
  private isStopped = false;
  private takenAtMs = Number.NEGATIVE_INFINITY;

  constructor(
    calls: readonly T[],
    private readonly policy: DeliveryPolicy,
    private readonly deps: DeliveryDeps<T>,
  ) {
    this.queue = new CallQueue(calls, policy.keepsOrder);
    this.endsAtMs = this.deps.nowMs() + BUDGET_MS;
  }

  async deliver(): Promise<Delivery<T>> {
    if (this.policy.isProbe) await this.settle(this.queue.take(1));
    const underWay = new Set<Promise<void>>();
    for (;;) {
      while (!this.isStopped && !this.isOver() && underWay.size < BATCHES_MAX) {
        const batch = this.queue.take(this.deps.callsMax());
        if (batch.length === 0) break;
        const task = this.settle(batch).finally(() => underWay.delete(task));
        underWay.add(task);
      }
      if (underWay.size === 0) break;
      await Promise.race(underWay);
    }
    this.result.unanswered.push(...this.queue.drain());
    return this.result;
  }

  /**
   * Brings every call of a batch to its outcome. Of a part of a batch that failed,
   * `sinceMs` is when that began: what was taken since shows that the destination is well.
   */
  private async settle(
    batch: readonly T[],
    sinceMs = this.deps.nowMs(),
  ): Promise<void> {
    const calls = this.leaveBlocked(batch);
    if (calls.length === 0) return;
    if (calls.length > this.deps.callsMax())
      return this.settleHalves(calls, sinceMs);
    const outcome = await this.sendWithTries(calls, sinceMs);
    if (outcome.kind === "refused") return this.findRefused(calls, outcome);
    if (outcome.kind === "failing" && calls.length > 1)
      return this.settleHalves(calls, sinceMs);
    if (outcome.kind === "doubtful") return this.tryAnother(calls, sinceMs);
    this.book(calls, outcome);
  }

  /** A single call shows whether the batch is to blame or the connection: anybody's first, by lot. */
  private async tryAnother(
    calls: readonly T[],
    sinceMs: number,
  ): Promise<void> {
    const { drawn, rest } = drawCall(calls, this.deps.random());
    const outcome = await this.sendWithTries(drawn, sinceMs, 1);
    this.book(drawn, outcome);
    if (outcome.kind === "left") this.leave(rest, outcome.fault);
    else await this.settle(rest, sinceMs);
  }

  private book(calls: readonly T[], outcome: Outcome): void {
    const [only] = calls;
    if (outcome.kind === "delivered") this.take(calls);
    else if (outcome.kind === "left" || outcome.kind === "doubtful")
      this.leave(calls, outcome.fault);
    else if (only === undefined) return;
    else if (outcome.kind === "refused") this.reject(only, outcome);
    else this.suspect(only, outcome);
  }

  /** Those whose person has an earlier call without an answer may not go. */
  private leaveBlocked(batch: readonly T[]): T[] {
    const blocked = batch.filter((call) => this.queue.isBlocked(call));
    if (blocked.length === 0) return [...batch];
    this.leave(blocked, null);
    return batch.filter((call) => !blocked.includes(call));
  }

  private async settleHalves(
    calls: readonly T[],
    sinceMs: number,
  ): Promise<void> {
    const [first, second] = splitCalls(calls);
    const people = new Set(first.map(({ person }) => person));
    if (second.some(({ person }) => people.has(person))) {
      await this.settle(first, sinceMs);
      await this.settle(second, sinceMs);
    } else
      await Promise.all([
        this.settle(first, sinceMs),
        this.settle(second, sinceMs),
      ]);
  }

  /**
   * Finds a call that is refused among calls that were, by halving; what was never
   * tried on the way goes out together after. Of a half that is taken nothing is
   * left to ask, and then it is in the other.
   */
  private async findRefused(
    refused: readonly T[],
    refusal: Refused,
  ): Promise<void> {
    const sinceMs = this.deps.nowMs();
    let among = [...refused];
    let rest: T[] = [];
    let last: Outcome = refusal;
    while (among.length > 1) {
      const [first, second] = splitCalls(among);
      last = await this.sendWithTries(first, sinceMs);
      if (last.kind === "refused") {
        rest = [...second, ...rest];
        among = first;
        continue;
      }
      if (last.kind === "failing" && first.length > 1)
        await this.settleHalves(first, sinceMs);
      else this.book(first, last);
      if (last.kind !== "delivered") return this.settleBoth(second, rest);
      among = second;
    }
    if (last.kind !== "refused")
      last = await this.sendWithTries(among, sinceMs);
    this.book(among, last);
    await this.settle(rest);
  }

  private async settleBoth(first: T[], second: T[]): Promise<void> {
    await this.settle(first);
    await this.settle(second);
  }

  private async sendWithTries(
    calls: readonly T[],
    sinceMs: number,
    triesMax = TRIES_MAX,
  ): Promise<Outcome> {
    let faults = 0;
    let throttles = 0;
    for (;;) {
      const answer = await this.sendOnce(calls, faults + throttles > 0);
      if ("kind" in answer && answer.kind === "left") return answer;
      const outcome = toOutcome(answer);
      if (outcome !== null) return outcome;
      if (isThrottle(answer)) throttles += 1;
      else faults += 1;
      if (this.isOver())
        return { kind: "left", fault: toFault(answer, "connection") };
      const given = this.giveUp(answer, calls, {
        faults,
        throttles,
        sinceMs,
        triesMax,
      });
      if (given !== null) return given;
      const waitMs = backoffMs(
        faults + throttles - 1,
        BACKOFF_BASE_MS,
        BACKOFF_CAP_MS,
        this.deps.random(),
      );
      await this.deps.sleep(waitMs);
    }
  }

  /** Null: it is worth another try. */
  private giveUp(
    answer: SendAnswer,
    calls: readonly T[],
    tries: Tries,
  ): Outcome | null {
    const isWell = this.takenAtMs >= tries.sinceMs;
    if (tries.throttles >= THROTTLES_BEFORE_SPLIT && !isWell)
      return calls.length > 1
        ? { kind: "failing", answer, isCounted: false }
        : null;
    if (tries.faults === 0) return null;
    const failedBefore = failedAlone(calls);
    const isCounted =
      failedBefore !== null && (isWell || this.deps.takenAtMs() > failedBefore);
    // It says nothing of the connection, and it has been tried alone often enough.
    if (isCounted || isKnownSuspect(calls))
      return { kind: "failing", answer, isCounted };
    if (tries.faults < tries.triesMax) return null;
    if (isWell) return { kind: "failing", answer, isCounted: true };
    const fault = toFault(answer, "connection");
    const mayBlame = calls.length > 1 && answer.kind === "answer";
    this.doubt(calls, answer);
    return { kind: mayBlame ? "doubtful" : "left", fault };
  }

  private sendOnce(
    calls: readonly T[],
    isRetry: boolean,
  ): Promise<SendAnswer | Extract<Outcome, { kind: "left" }>> {
    return this.slots.use(async () => {
      if (this.isStopped || this.isOver()) return { kind: "left", fault: null };
      const admission = await this.deps.admit(calls);
      if (!admission.ok) return { kind: "left", fault: admission.fault };
      const sentAtMs = this.deps.nowMs();
      const answer = await this.deps.send(calls);
      const ms = this.deps.nowMs() - sentAtMs;
      const status = answer.kind === "answer" ? answer.status : null;
      this.result.requests += 1;
      if (isRetry) this.result.retries += 1;
      this.result.batches.push({ count: calls.length, status, ms });
      await this.deps.report(answer, calls);
      return answer;
    });
  }

  private take(calls: readonly T[]): void {
    this.takenAtMs = this.deps.nowMs();
    this.result.delivered.push(...calls);
    for (const call of calls) this.queue.settle(call, true);
  }

  private reject(
    call: T,
    { status, text }: { status: number | null; text: string },
  ): void {
    const response = text.slice(0, RESPONSE_CHARACTERS_MAX);
    this.result.rejected.push({ call, status, response });
    this.queue.settle(call, true);
  }

  /**
   * A single call that failed with nothing to compare it to: it goes alone the next
   * time, so that it can't hold others back. That does not count against it.
   */
  private doubt(calls: readonly T[], answer: SendAnswer): void {
    const [only] = calls;
    if (only === undefined || calls.length > 1) return;
    const { status, message } = toFault(answer, "connection");
    this.result.suspects.set(only, { status, message, isCounted: false });
  }

  /** The one call that fails: after enough such failures, each with others taken, it is given up. */
  private suspect(
    call: T,
    { answer, isCounted }: { answer: SendAnswer; isCounted: boolean },
  ): void {
    const { status, message } = toFault(answer, "connection");
    if (isCounted && call.ownFaults + 1 >= this.policy.attemptsMax) {
      const text = answer.kind === "answer" ? answer.text : message;
      this.reject(call, { status, text });
      return;
    }
    this.result.suspects.set(call, { status, message, isCounted });
    this.leave([call], null);
  }

  private leave(calls: readonly T[], fault: DeliveryFault | null): void {
    this.result.unanswered.push(...calls);
    for (const call of calls) this.queue.settle(call, false);
    if (fault === null) return;
    this.result.fault ??= fault;
    this.isStopped = true;
  }

  private isOver(): boolean {
    return this.deps.nowMs() >= this.endsAtMs;
  }
}

type Tries = {
  faults: number;
  throttles: number;
  /** Since when something taken shows that the destination is well. */
  sinceMs: number;
  triesMax: number;
};

/** When a single call failed alone last, if it did; null for all else. */
function failedAlone(calls: readonly Deliverable[]): number | null {
  return calls.length === 1 ? (calls[0]?.failedAtMs ?? null) : null;
}

/** Whether it is one call that failed alone before while others were taken. */
export function isKnownSuspect(calls: readonly Deliverable[]): boolean {
  return calls.length === 1 && (calls[0]?.ownFaults ?? 0) > 0;
}

const isThrottle = (answer: SendAnswer) =>
  answer.kind === "answer" && answer.status === TOO_MANY_REQUESTS;

/** Null: the connection's fault, to be tried again. */
function toOutcome(answer: SendAnswer): Outcome | null {
  switch (faultOf(answer)) {
    case null:
      return { kind: "delivered" };
    case "record":
      return answer.kind === "answer"
        ? { kind: "refused", status: answer.status, text: answer.text }
        : null;
    case "sync":
      return { kind: "left", fault: toFault(answer, "sync") };
    case "connection":
      return null;
  }
}
