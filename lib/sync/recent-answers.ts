const WINDOW_MS = 1_000;
/** A share of fewer says little: then older ones count too. */
const SHARE_OF_MIN = 20;
const KEPT_MS = 10_000;
const KEPT_MAX = 4_000;

type Answered = { atMs: number; count: number; isTaken: boolean };

/** What came back from a connection lately. */
export class RecentAnswers {
  private answers: Answered[] = [];

  add(answer: Answered): void {
    this.answers.push(answer);
    if (this.answers.length < KEPT_MAX) return;
    this.answers = this.answers.slice(KEPT_MAX / 2);
  }

  /**
   * What was taken in the last second, and which share of requests. The refusal
   * that one asks because of is not held against the share.
   */
  taken(nowMs: number): {
    takenPerSecond: { requests: number; events: number };
    takenShare: number;
  } {
    const lately = this.answers.filter(({ atMs }) => atMs > nowMs - WINDOW_MS);
    const taken = lately.filter(({ isTaken }) => isTaken);
    return {
      takenPerSecond: {
        requests: taken.length,
        events: taken.reduce((sum, { count }) => sum + count, 0),
      },
      takenShare: shareOf(
        lately.length >= SHARE_OF_MIN ? lately : this.atLeastSome(nowMs),
      ),
    };
  }

  private atLeastSome(nowMs: number): Answered[] {
    return this.answers
      .slice(-SHARE_OF_MIN)
      .filter(({ atMs }) => atMs > nowMs - KEPT_MS);
  }
}

function shareOf(answers: readonly Answered[]): number {
  const taken = answers.filter(({ isTaken }) => isTaken).length;
  return Math.min(1, (taken + 1) / Math.max(1, answers.length));
}
