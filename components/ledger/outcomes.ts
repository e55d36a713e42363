import type { Tone } from "@/components/ui/tag";
import type { Ledger } from "@/lib/sync/ledger";

export type Outcome = Exclude<keyof Ledger, "read">;

/** The parts of the books: the same order, words and colours everywhere. */
export const outcomes: {
  name: Outcome;
  label: string;
  long: string;
  fill: string;
  tone: Tone;
}[] = [
  {
    name: "delivered",
    label: "delivered",
    long: "Delivered",
    fill: "bg-ok",
    tone: "ok",
  },
  {
    name: "filtered",
    label: "filtered",
    long: "Filtered",
    fill: "bg-line-strong",
    tone: "neutral",
  },
  {
    name: "invalid",
    label: "invalid",
    long: "Invalid at source",
    fill: "bg-warn",
    tone: "warn",
  },
  {
    name: "rejected",
    label: "rejected",
    long: "Rejected by destination",
    fill: "bg-bad",
    tone: "bad",
  },
  {
    name: "pending",
    label: "pending",
    long: "Pending",
    fill: "fill-pending",
    tone: "run",
  },
];

const grouped = new Intl.NumberFormat("en");

/** 12811 as 12,811. */
export const formatCount = (count: number) => grouped.format(count);

/** The share that arrived, of what was meant to; null when nothing was. */
export function deliveredShare(ledger: Ledger): string | null {
  const meant = ledger.read - ledger.filtered;
  if (meant <= 0) return null;
  const percent = (ledger.delivered / meant) * 100;
  // 100 % is only said when it is all.
  if (ledger.delivered === meant) return "100 %";
  return `${(Math.floor(percent * 100) / 100).toFixed(2)} %`;
}
