import type { Lease, LeaseRequest } from "./lease";

/** A lease is worth this much time of what was used lately, so that few are needed. */
const LEASE_MS = 250;

/** A token may be used so much later than at its time, without those after it being later as well. */
export const GRACE_MS = 10;
/** What was leased at a rate beyond this many times the one that is allowed now is given up. */
const FASTER_MAX = 1.25;

type Span = { atMs: number; stepMs: number; left: number };

/**
 * The tokens of one limit that this process has leased and not used yet. Leases
 * grow with what is used, so that a bucket's row is asked a few times a second,
 * whatever the rate.
 */
export class TokenStock {
  private spans: Span[] = [];
  private used: { atMs: number; tokens: number }[] = [];
  private turn: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly lease: (request: LeaseRequest) => Promise<Lease>,
    private readonly nowMs: () => number,
  ) {}

  /** Takes tokens; answers when they may be used, in this process's milliseconds. */
  take(request: LeaseRequest): Promise<number> {
    const taken = this.turn.then(() => this.takeInTurn(request));
    this.turn = taken.catch(() => undefined);
    return taken;
  }

  private async takeInTurn(request: LeaseRequest): Promise<number> {
    const { tokens } = request;
    this.forgetFaster(request.perSecond);
    this.forgetPast();
    const lacking = tokens - this.left();
    if (lacking > 0) {
      const lease = await this.lease({
        ...request,
        tokens: lacking + this.usedLately(),
      });
      this.spans.push({
        atMs: this.nowMs() + lease.startsInMs,
        stepMs: 1_000 / lease.perSecond,
        left: lease.tokens,
      });
    }
    this.used.push({ atMs: this.nowMs(), tokens });
    return this.spend(tokens);
  }

  /** The last token's time less the time that the others take: a request takes up all of it. */
  private spend(tokens: number): number {
    let need = tokens;
    let readyAtMs = this.nowMs();
    while (need > 0) {
      const [span] = this.spans;
      if (span === undefined) break;
      const taken = Math.min(span.left, need);
      span.left -= taken;
      span.atMs += taken * span.stepMs;
      need -= taken;
      readyAtMs = span.atMs - tokens * span.stepMs;
      if (span.left === 0) this.spans.shift();
    }
    return readyAtMs;
  }

  /** The rate went down since: a leap down, when a limit was met. Of a small step what was leased is used. */
  private forgetFaster(perSecond: number): void {
    const stepMsMin = 1_000 / (perSecond * FASTER_MAX);
    this.spans = this.spans.filter(({ stepMs }) => stepMs >= stepMsMin);
  }

  /**
   * Time that has passed unused is gone, down to parts of a token: who is late is
   * followed after a whole step, since two close to each other may be one too many.
   */
  private forgetPast(): void {
    const nowMs = this.nowMs();
    this.used = this.used.filter(({ atMs }) => atMs > nowMs - LEASE_MS);
    for (const span of this.spans) {
      const lateMs = Math.max(0, nowMs - GRACE_MS - span.atMs);
      const gone = Math.min(span.left, lateMs / span.stepMs);
      span.left -= gone;
      span.atMs += gone * span.stepMs;
    }
    this.spans = this.spans.filter(({ left }) => left > 0);
  }

  private left(): number {
    return this.spans.reduce((sum, { left }) => sum + left, 0);
  }

  private usedLately(): number {
    return this.used.reduce((sum, { tokens }) => sum + tokens, 0);
  }
}
