import { formatCount } from "@/components/ledger/outcomes";
import type { RunDto } from "@/lib/services/run/schemas";
import type { ComparisonDto } from "@/lib/services/snapshot/schemas";

/** How the people whom a run compared differ from what was sent last. */
export const DIFFERENCES = [
  { name: "added", label: "added" },
  { name: "changed", label: "changed" },
  { name: "removed", label: "removed" },
  { name: "unchanged", label: "unchanged" },
  { name: "leftOut", label: "left out" },
] as const;

/** Whom a run compares. */
export const MODE_WORDS = {
  changes: "Who changed since the last run",
  everyone: "Everybody",
  resend: "Everybody, to be sent again",
  range: "Who changed in a range of time, to be sent again",
} as const satisfies Record<ComparisonDto["mode"], string>;

type Compared = Pick<RunDto, "finishedAt"> & { comparison: ComparisonDto };

/** How far a run has compared: a sentence. */
export function progressWords({ comparison, finishedAt }: Compared): string {
  const { total, compared, isDone } = comparison;
  if (isDone)
    return isSame(comparison) ? sameWords(compared) : allWords(compared);
  if (total === null)
    return finishedAt === null ? "Waiting to begin." : "It never began.";
  const far = `${formatCount(compared)} of ${formatCount(total)} people`;
  return finishedAt === null ? `Compared ${far}` : `Stopped after ${far}.`;
}

/** Whether nothing was found that differs. */
const isSame = ({ added, changed, removed }: ComparisonDto) =>
  added + changed + removed === 0;

const sameWords = (compared: number) =>
  compared === 0
    ? "Nothing had changed."
    : `Nothing had changed: compared ${countOf(compared)}.`;

const allWords = (compared: number) => `Compared ${countOf(compared)}.`;

const countOf = (count: number) =>
  `${formatCount(count)} ${count === 1 ? "person" : "people"}`;

/** What a run found, in a few words for a list. */
export function summaryWords(run: Compared): string {
  const { comparison } = run;
  if (comparison.isDone && isSame(comparison)) return "Nothing had changed";
  const found = DIFFERENCES.slice(0, 3).flatMap(({ name, label }) =>
    comparison[name] > 0 ? [`${formatCount(comparison[name])} ${label}`] : [],
  );
  if (found.length === 0) return progressWords(run).replace(/\.$/, "");
  return found.join(", ");
}

const MINUTE_SECONDS = 60;
const HOUR_SECONDS = 3_600;

/** How long it still takes, as exactly as it is known: `about 3 min`. */
export function leftWords(seconds: number): string {
  if (seconds < MINUTE_SECONDS) return "less than a minute";
  if (seconds < 2 * HOUR_SECONDS)
    return `about ${Math.round(seconds / MINUTE_SECONDS)} min`;
  return `about ${Math.round(seconds / HOUR_SECONDS)} hours`;
}

/** The share of people who were compared, from 0 to 1. */
export function comparedShare({
  total,
  compared,
  isDone,
}: ComparisonDto): number {
  if (isDone) return 1;
  return total === null || total === 0 ? 0 : Math.min(1, compared / total);
}
