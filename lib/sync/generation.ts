/**
 * The generation of a call is part of its message id. A record that came again
 * with other content brings one of its own, an integer of PostgreSQL; what is
 * delivered anew on purpose counts above all of these, so that both can be
 * added and no two sums are the same.
 */
const ANEW = 2 ** 31;

/** What a sync's nth delivery anew adds to the generations of its records. */
export const generationAnew = (times: number): number => times * ANEW;

/** Which delivery anew that was, 0 for none; the first replays added the count itself. */
export const timesAnew = (added: number): number =>
  added < ANEW ? added : Math.floor(added / ANEW);
