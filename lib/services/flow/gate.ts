import { setTimeout as sleep } from "node:timers/promises";
import { faultOf, toFault } from "../../sync/answer-fault";
import type { Admission, DeliveryFault, SendAnswer } from "../../sync/delivery";
import { TOO_MANY_REQUESTS } from "../../sync/fault";
import { BATCH_EVENTS_MAX } from "../../sync/batch-limits";
import { allowedPerSecond } from "../../sync/send-rate";
import { FOUND_LIMITS, readFlow, type Flow, type FoundLimit } from "./flow-row";
import { leaseTokens, type Limit } from "./lease";
import {
  noteSuccess,
  recordAnswer,
  recordFault,
  recordThrottle,
} from "./outcomes";
import { RecentAnswers } from "./recent-answers";
import { markCrowded, standBack } from "./live-first";
import { TokenStock } from "./token-stock";

const VIEW_MS = 500;
const SUCCESS_NOTE_MS = 10_000;
/** A longer pause is the sync's to wait for: a step must not sleep through it. */
const PAUSE_MS_MAX = 5_000;
/** A request carries no more than half a second's worth of a limit: none would let it through at once. */
const REQUEST_SECONDS_MAX = 0.5;
const DECLARED_BURST_SECONDS = 1;
/** Live traffic that waits longer for its turn is crowded: backfills stand back. */
const CROWDED_MS = 100;

/** Limits that are known beforehand, per second; null: none. */
export type DeclaredLimits = Record<FoundLimit, number | null>;

/** What all deliveries of this process to one connection share. */
export class Gate {
  private flow: Flow | null = null;
  private viewedAtMs = Number.NEGATIVE_INFINITY;
  private viewing: Promise<Flow> | null = null;
  private ownTakenAtMs = Number.NEGATIVE_INFINITY;
  private notedAtMs = Number.NEGATIVE_INFINITY;
  private readonly recent = new RecentAnswers();
  private readonly stocks = new Map<string, TokenStock>();

  constructor(
    private readonly connectionId: string,
    private readonly declared: DeclaredLimits,
  ) {}

  /** How the connection is doing, as of at most half a second ago. */
  async view(): Promise<Flow> {
    if (this.flow !== null && performance.now() - this.viewedAtMs < VIEW_MS)
      return this.flow;
    this.viewing ??= readFlow(this.connectionId).finally(() => {
      this.viewing = null;
    });
    this.flow = await this.viewing;
    this.viewedAtMs = performance.now();
    return this.flow;
  }

  /** What is known may be older than what just happened. */
  private forget(): void {
    this.viewedAtMs = Number.NEGATIVE_INFINITY;
  }

  /** Waits for a request's turn; says no while the breaker is not closed, or the pause is long. */
  async admit(count: number, session: Session): Promise<Admission> {
    let flow = await this.view();
    if (this.refusal(flow, session) !== null) {
      // Only what is so now is a reason to send nothing.
      this.forget();
      flow = await this.view();
    }
    const fault = this.refusal(flow, session);
    if (fault !== null) return { ok: false, fault };
    const pauseMs = this.pauseMs(flow);
    if (pauseMs > 0) await sleep(pauseMs);
    await this.takeTokens(count, session);
    return { ok: true };
  }

  private refusal(flow: Flow, session: Session): DeliveryFault | null {
    if (!session.isProbing && flow.breaker.state !== "closed")
      return lastFault(flow);
    const pauseMs = this.pauseMs(flow);
    return pauseMs > PAUSE_MS_MAX ? pausedFault(pauseMs) : null;
  }

  /** How long the destination asked for nothing, from now. */
  private pauseMs({ pausedUntilMs, nowMs }: Flow): number {
    if (pausedUntilMs === null) return 0;
    const agoMs = performance.now() - this.viewedAtMs;
    return Math.max(0, pausedUntilMs - nowMs - agoMs);
  }

  private async takeTokens(count: number, session: Session): Promise<void> {
    const flow = await this.view();
    if (session.isBackfill) await standBack(() => this.view());
    const turns: number[] = [];
    for (const name of FOUND_LIMITS) {
      const perSecond = this.perSecond(flow, name);
      if (perSecond === null) continue;
      const isFound = flow.found[name] !== null;
      const burstSeconds = isFound ? 0 : DECLARED_BURST_SECONDS;
      const tokens = name === "requests" ? 1 : count;
      const stock = this.stock(name, "");
      turns.push(await stock.take({ tokens, perSecond, burstSeconds }));
    }
    if (session.syncRate !== null) {
      const { syncId, perSecond } = session.syncRate;
      const request = { tokens: count, perSecond, burstSeconds: 0 };
      turns.push(await this.stock("sync", syncId).take(request));
    }
    const waitMs = Math.max(0, ...turns) - performance.now();
    if (waitMs > CROWDED_MS && !session.isBackfill)
      markCrowded(this.connectionId);
    if (waitMs > 0) await sleep(waitMs);
  }

  private stock(name: Limit["name"], subject: string): TokenStock {
    const key = `${name} ${subject}`;
    const known = this.stocks.get(key);
    if (known !== undefined) return known;
    const limit = { connectionId: this.connectionId, name, subject };
    const stock = new TokenStock(
      (request) => leaseTokens(limit, request),
      () => performance.now(),
    );
    this.stocks.set(key, stock);
    return stock;
  }

  /** What a limit allows now; null: nothing is known to limit it. */
  private perSecond(flow: Flow, name: FoundLimit): number | null {
    const nowMs = flow.nowMs + performance.now() - this.viewedAtMs;
    return allowedPerSecond(flow.found[name], this.declared[name], nowMs);
  }

  /** When the connection last took anything, as far as is known here. */
  takenAtMs(): number {
    const { succeededAtMs = null, nowMs = 0 } = this.flow ?? {};
    if (succeededAtMs === null) return this.ownTakenAtMs;
    return Math.max(
      this.ownTakenAtMs,
      this.viewedAtMs - (nowMs - succeededAtMs),
    );
  }

  /** The most calls that one request may carry now. */
  callsMax(syncRate: SyncRate | null): number {
    const perSecond = [
      this.flow === null ? null : this.perSecond(this.flow, "events"),
      syncRate?.perSecond ?? null,
    ].filter((rate) => rate !== null);
    if (perSecond.length === 0) return BATCH_EVENTS_MAX;
    const fits = Math.ceil(Math.min(...perSecond) * REQUEST_SECONDS_MAX);
    return Math.min(BATCH_EVENTS_MAX, Math.max(1, fits));
  }

  /** Counts what came of a request, for every process that sends to this connection. */
  async report(answer: SendAnswer, count: number): Promise<void> {
    const status = answer.kind === "answer" ? answer.status : null;
    const isThrottled = status === TOO_MANY_REQUESTS;
    this.recent.add({ atMs: performance.now(), count, isTaken: !isThrottled });
    if (answer.kind === "answer" && isThrottled) {
      await recordThrottle(this.connectionId, {
        askedSeconds: answer.askedSeconds,
        ...this.recent.taken(performance.now()),
      });
      this.stocks.clear();
      this.forget();
    } else if (faultOf(answer) === "connection") {
      await recordFault(this.connectionId, toFault(answer, "connection"));
      this.forget();
    } else await this.reportWell();
  }

  private async reportWell(): Promise<void> {
    this.ownTakenAtMs = performance.now();
    const { breaker } = await this.view();
    if (breaker.state !== "closed" || breaker.faultsInRow > 0) {
      await recordAnswer(this.connectionId);
      this.forget();
    }
    if (performance.now() - this.notedAtMs < SUCCESS_NOTE_MS) return;
    this.notedAtMs = performance.now();
    await noteSuccess(this.connectionId);
  }
}

export type SyncRate = { syncId: string; perSecond: number };

/** One delivery's way through the gate. */
export type Session = {
  /** It has the right to try although the breaker is not closed; until its first answer. */
  isProbing: boolean;
  syncRate: SyncRate | null;
  /** It sends what is old: live traffic of the connection goes first. */
  isBackfill: boolean;
};

const lastFault = ({ lastStatus, lastError }: Flow) => ({
  kind: "connection" as const,
  status: lastStatus,
  message: lastError ?? "The destination does not answer.",
});

const pausedFault = (pauseMs: number) => ({
  kind: "connection" as const,
  status: TOO_MANY_REQUESTS,
  message: `The destination asked to wait ${Math.ceil(pauseMs / 1_000)} s (429).`,
});

const gates = new Map<string, Gate>();

/** This process's gate to a connection. */
export function gateTo(connectionId: string, declared: DeclaredLimits): Gate {
  const key = `${connectionId} ${JSON.stringify(declared)}`;
  const known = gates.get(key);
  if (known !== undefined) return known;
  const gate = new Gate(connectionId, declared);
  gates.set(key, gate);
  return gate;
}
