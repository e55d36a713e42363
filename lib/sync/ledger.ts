/** The books of a run: `read` is the sum of the others, always. */
export type Ledger = {
  read: number;
  filtered: number;
  invalid: number;
  delivered: number;
  rejected: number;
  pending: number;
};

export const RUN_STATUSES = [
  "queued",
  "running",
  "succeeded",
  "partial",
  "failed",
  "cancelled",
] as const;
export type RunStatus = (typeof RUN_STATUSES)[number];

export const DEAD_LETTER_CODES = [
  "malformed",
  "no_identity",
  "bad_type",
  "too_large",
  "mapping_failed",
  "plan_violation",
  "rejected_by_destination",
  "identity_budget",
  "cancelled",
] as const;
export type DeadLetterCode = (typeof DEAD_LETTER_CODES)[number];

export const emptyLedger = (): Ledger => ({
  read: 0,
  filtered: 0,
  invalid: 0,
  delivered: 0,
  rejected: 0,
  pending: 0,
});

/** Adds two ledgers, or a ledger and what a chunk changed in it. */
export function addLedgers(a: Ledger, b: Ledger): Ledger {
  return {
    read: a.read + b.read,
    filtered: a.filtered + b.filtered,
    invalid: a.invalid + b.invalid,
    delivered: a.delivered + b.delivered,
    rejected: a.rejected + b.rejected,
    pending: a.pending + b.pending,
  };
}

export function isBalanced(ledger: Ledger): boolean {
  const { read, filtered, invalid, delivered, rejected, pending } = ledger;
  return read === filtered + invalid + delivered + rejected + pending;
}

/** The status of a run that stopped reading. */
export function settledStatus(
  ledger: Ledger,
): "running" | "succeeded" | "partial" {
  if (ledger.pending > 0) return "running";
  return ledger.invalid === 0 && ledger.rejected === 0
    ? "succeeded"
    : "partial";
}
