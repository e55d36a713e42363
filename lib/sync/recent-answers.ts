const WINDOW_MS = 1_000;
/** A share of fewer says little: then older ones count too. */
const SHARE_OF_MIN = 20;
const KEPT_MS = 10_000;
const KEPT_MAX = 4_000;

type Answered = { atMs: number; count: number; isTaken: boolean };

/** Shares don't hold the refusal against the destination that one asks because of. */
export type RecentlyTaken = {
  /** In the last second. */
  takenPerSecond: { requests: number; events: number };
  /** Of the requests in the last second, or of some before where those are few. */
  takenShare: number;
  /** Of the requests in the last ten seconds. */
  takenShareLong: number;
  /** Answered on average in those. */
  requestsPerSecond: number;
};

/** What came back from a connection lately. */
export class RecentAnswers {
  private answers: Answered[] = [];

  add(answer: Answered): void {
    this.answers.push(answer);
    if (this.answers.length < KEPT_MAX) return;
    this.answers = this.answers.slice(KEPT_MAX / 2);
  }

  /** What was taken lately, for whom the newest answer refused. */
  taken(nowMs: number): RecentlyTaken {
    const kept = this.answers.filter(({ atMs }) => atMs > nowMs - KEPT_MS);
    const lately = kept.filter(({ atMs }) => atMs > nowMs - WINDOW_MS);
    const taken = lately.filter(({ isTaken }) => isTaken);
    return {
      takenPerSecond: {
        requests: taken.length,
        events: taken.reduce((sum, { count }) => sum + count, 0),
      },
      takenShare: shareOf(
        lately.length >= SHARE_OF_MIN ? lately : kept.slice(-SHARE_OF_MIN),
      ),
      takenShareLong: shareOf(kept),
      requestsPerSecond: (kept.length * 1_000) / KEPT_MS,
    };
  }
}

function shareOf(answers: readonly Answered[]): number {
  const taken = answers.filter(({ isTaken }) => isTaken).length;
  return Math.min(1, (taken + 1) / Math.max(1, answers.length));
}
