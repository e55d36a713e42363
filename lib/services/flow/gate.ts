import { setTimeout as sleep } from "node:timers/promises";
import { Slots } from "../../shared/slots";
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
import { RecentAnswers } from "../../sync/recent-answers";
import { markCrowded, standBack } from "./live-first";
import { GRACE_MS, TokenStock } from "./token-stock";

const VIEW_MS = 500;
const SUCCESS_NOTE_MS = 10_000;
/** A longer pause is the sync's to wait for: a step must not sleep through it. */
const PAUSE_MS_MAX = 5_000;
/** A request carries no more than half a second's worth of a limit: none would let it through at once. */
const REQUEST_SECONDS_MAX = 0.5;
const DECLARED_BURST_SECONDS = 1;
const FOUND_BURST_SECONDS = GRACE_MS / 1_000;
/** Live traffic that waits longer for its turn is crowded: backfills stand back. */
const CROWDED_MS = 100;

/** Limits that are known beforehand, per second; null: none. */
export type DeclaredLimits = Record<FoundLimit, number | null>;

/** What all deliveries of this process to one connection share. */
export class Gate {
  private flow: Flow | null = null;
  private viewedAtMs = Number.NEGATIVE_INFINITY;
  private isStale = false;
  private viewing: Promise<Flow> | null = null;
  private ownTakenAtMs = Number.NEGATIVE_INFINITY;
  private notedAtMs = Number.NEGATIVE_INFINITY;
  private readonly recent = new RecentAnswers();
  private readonly stocks = new Map<string, TokenStock>();
  /** Requests leave one by one. */
  private readonly door = new Slots(1);

  constructor(
    private readonly connectionId: string,
    private readonly declared: DeclaredLimits,
  ) {}

  /** How the connection is doing, as of at most half a second ago. */
  async view(): Promise<Flow> {
    const isFresh = performance.now() - this.viewedAtMs < VIEW_MS;
    if (this.flow !== null && isFresh && !this.isStale) return this.flow;
    this.viewing ??= this.look().finally(() => {
      this.viewing = null;
    });
    return this.viewing;
  }

  private async look(): Promise<Flow> {
    this.isStale = false;
    const flow = await readFlow(this.connectionId);
    this.viewedAtMs = performance.now();
    this.flow = flow;
    return flow;
  }

  /** The same, however old, if nothing happened here since: whose turn has come must not be late. */
  private known(): Flow | Promise<Flow> {
    const isOld = this.isStale || this.viewing !== null;
    return this.flow === null || isOld ? this.view() : this.flow;
  }

  /** What is known may be older than what just happened. */
  private forget(): void {
    this.isStale = true;
  }

  /** Whether answers 429 told of a limit. */
  isLimited(): boolean {
    return FOUND_LIMITS.some(
      (name) => (this.flow?.found[name] ?? null) !== null,
    );
  }

  /** Waits for a request's turn; says no while the breaker is not closed, or the pause is long. */
  async admit(count: number, session: Session): Promise<Admission> {
    const fault = await this.faultNow(session);
    if (fault !== null) return { ok: false, fault };
    await this.waitForSync(count, session);
    if (session.isBackfill) await standBack(() => this.view());
    const crowding = session.isBackfill
      ? undefined
      : setTimeout(() => markCrowded(this.connectionId), CROWDED_MS);
    try {
      return await this.door.use(() => this.depart(count, session));
    } finally {
      clearTimeout(crowding);
    }
  }

  /**
   * The next one takes its tokens when this one has left. If more held theirs
   * and were late, they would leave at once, and some be refused.
   */
  private async depart(count: number, session: Session): Promise<Admission> {
    for (;;) {
      const fault = await this.faultNow(session);
      if (fault !== null) return { ok: false, fault };
      await sleepFor(this.pauseMs(await this.view()));
      await sleepFor(await this.msToTurn(count));
      // Another one's answer may have asked to wait meanwhile.
      if (this.pauseMs(await this.known()) === 0) return { ok: true };
    }
  }

  /** Why nothing may go out now; null: it may. */
  private async faultNow(session: Session): Promise<DeliveryFault | null> {
    // Only what is so now is a reason to send nothing.
    if (this.refusal(await this.view(), session) !== null) this.forget();
    return this.refusal(await this.view(), session);
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

  /** A sync's own limit: the connection's others don't wait for it. */
  private async waitForSync(
    count: number,
    { syncRate }: Session,
  ): Promise<void> {
    if (syncRate === null) return;
    const { syncId, perSecond } = syncRate;
    const request = { tokens: count, perSecond, burstSeconds: 0 };
    const turn = await this.stock("sync", syncId).take(request);
    await sleepFor(turn - performance.now());
  }

  /** Takes tokens of the connection's limits, and tells how long it is until they may be used. */
  private async msToTurn(count: number): Promise<number> {
    const flow = await this.view();
    const turns = FOUND_LIMITS.map(async (name) => {
      const perSecond = this.perSecond(flow, name);
      if (perSecond === null) return 0;
      const isFound = flow.found[name] !== null;
      const burstSeconds = isFound
        ? FOUND_BURST_SECONDS
        : DECLARED_BURST_SECONDS;
      const tokens = name === "requests" ? 1 : count;
      return this.stock(name, "").take({ tokens, perSecond, burstSeconds });
    });
    return Math.max(...(await Promise.all(turns))) - performance.now();
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

async function sleepFor(ms: number): Promise<void> {
  if (ms > 0) await sleep(ms);
}

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
