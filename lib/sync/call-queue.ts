import type { Deliverable } from "./delivery";
import { BATCH_BYTES_MAX, ENVELOPE_BYTES } from "./batch-limits";

/**
 * Calls in the order in which they must arrive per person. A batch takes as many
 * as fit, in order, but none of a person who has a call on the way: so requests
 * can be out at once, each filled, and nobody's calls overtake one another.
 */
export class CallQueue<T extends Deliverable> {
  private waiting: T[];
  /** How many calls of each person are on the way. */
  private readonly away = new Map<string, number>();
  /** Whose first call found no answer: the later ones have to wait. */
  private readonly blocked = new Set<string>();

  constructor(
    calls: readonly T[],
    private readonly keepsOrder: boolean,
  ) {
    this.waiting = [...calls];
  }

  /** The next batch; empty when everybody who is left has calls on the way. */
  take(callsMax: number): T[] {
    const batch: T[] = [];
    const left: T[] = [];
    const skipped = new Set<string>();
    let bytes = ENVELOPE_BYTES;
    let at = 0;
    for (; at < this.waiting.length && batch.length < callsMax; at += 1) {
      const call = this.waiting[at];
      if (call === undefined) break;
      const person = this.personOf(call);
      if (
        person !== null &&
        (this.away.has(person) ||
          this.blocked.has(person) ||
          skipped.has(person))
      ) {
        left.push(call);
        skipped.add(person);
        continue;
      }
      // What failed alone before goes alone: it must not make others fail.
      const isSuspect = call.failedAtMs !== null;
      if (batch.length > 0 && (isSuspect || isSuspectAlone(batch))) break;
      if (batch.length > 0 && bytes + call.bytes + 1 > BATCH_BYTES_MAX) break;
      batch.push(call);
      bytes += call.bytes + 1;
    }
    // What was not looked at stays behind what was passed over: the order is kept.
    this.waiting = left.concat(this.waiting.slice(at));
    for (const call of batch) this.leave(call);
    return batch;
  }

  /** A call has its outcome; without an answer, its person's later calls wait. */
  settle(call: T, isAnswered: boolean): void {
    const person = this.personOf(call);
    if (person === null) return;
    const left = (this.away.get(person) ?? 1) - 1;
    if (left > 0) this.away.set(person, left);
    else this.away.delete(person);
    if (!isAnswered) this.blocked.add(person);
  }

  isBlocked(call: T): boolean {
    const person = this.personOf(call);
    return person !== null && this.blocked.has(person);
  }

  /** Everything that was not taken; nothing is left after. */
  drain(): T[] {
    const rest = this.waiting;
    this.waiting = [];
    return rest;
  }

  private leave(call: T): void {
    const person = this.personOf(call);
    if (person !== null)
      this.away.set(person, (this.away.get(person) ?? 0) + 1);
  }

  private personOf({ person }: T): string | null {
    return this.keepsOrder ? person : null;
  }
}

const isSuspectAlone = (batch: readonly Deliverable[]) =>
  batch[0]?.failedAtMs !== null;
