/** What one request added to the counters. */
export type Tally = {
  accepted: number;
  duplicates: number;
  throttled: boolean;
  /** How many events were dropped without a word to the sender, by reason. */
  dropped: Readonly<Record<string, number>>;
};

/** The counters of one system since the last reset. */
export type Totals = {
  requests: number;
  accepted: number;
  duplicates: number;
  dropped: Record<string, number>;
  throttled: number;
};

export function emptyTotals(): Totals {
  return {
    requests: 0,
    accepted: 0,
    duplicates: 0,
    dropped: {},
    throttled: 0,
  };
}

/** Counts one request into the totals, in place. */
export function addTally(totals: Totals, tally: Tally): void {
  totals.requests += 1;
  totals.accepted += tally.accepted;
  totals.duplicates += tally.duplicates;
  totals.throttled += tally.throttled ? 1 : 0;
  for (const [reason, count] of Object.entries(tally.dropped)) {
    totals.dropped[reason] = (totals.dropped[reason] ?? 0) + count;
  }
}
