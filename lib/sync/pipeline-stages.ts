import type { DeadLetterCode, Ledger } from "./ledger";

/** The way of a record through a sync, in order. */
export const STAGES = [
  "source",
  "filter",
  "identity",
  "mapping",
  "validation",
  "destination",
] as const;
export type Stage = (typeof STAGES)[number];

/** At which stage a record of each code falls out. */
const STAGE_OF_CODE = {
  malformed: "mapping",
  no_identity: "identity",
  identity_budget: "identity",
  mapping_failed: "mapping",
  bad_type: "validation",
  too_large: "validation",
  plan_violation: "validation",
  rejected_by_destination: "destination",
  cancelled: "destination",
} as const satisfies Record<DeadLetterCode, Stage>;

/** Records that failed for one reason. */
type Failure = {
  code: DeadLetterCode;
  outcome: "invalid" | "rejected";
  count: number;
};

/** What came to a stage and what did not go on from it. */
export type StageCount<F extends Failure = Failure> = {
  stage: Stage;
  entered: number;
  left: number;
  /** Why, where it is known record by record. */
  reasons: F[];
};

/**
 * How many records reached each stage, from a ledger and the reasons that are
 * kept. Each stage's `entered` is the one before's less what `left` it; what
 * enters the destination was delivered, rejected or is pending. Invalid records
 * whose reasons are kept no more left at the mapping.
 */
export function stageCounts<F extends Failure>(
  ledger: Ledger,
  failures: readonly F[],
): StageCount<F>[] {
  const invalid = failures.filter(({ outcome }) => outcome === "invalid");
  const explained = sum(invalid);
  const unexplained = Math.max(0, ledger.invalid - explained);
  let entered = ledger.read;
  return STAGES.map((stage) => {
    const reasons = failures.filter(
      ({ code }) => STAGE_OF_CODE[code] === stage,
    );
    const left =
      stage === "destination"
        ? ledger.rejected
        : stage === "filter"
          ? ledger.filtered
          : sum(reasons.filter(({ outcome }) => outcome === "invalid")) +
            (stage === "mapping" ? unexplained : 0);
    const count = { stage, entered, left, reasons };
    entered -= left;
    return count;
  });
}

const sum = (failures: readonly Failure[]) =>
  failures.reduce((total, { count }) => total + count, 0);
