const UNITS = [
  ["day", 86_400],
  ["hour", 3_600],
  ["minute", 60],
  ["second", 1],
] as const;
const PARTS_MAX = 2;

/** 3,780 is “1 hour 3 minutes”: the two greatest units. */
export function durationWords(seconds: number): string {
  let rest = Math.max(0, Math.round(seconds));
  const parts: string[] = [];
  for (const [unit, size] of UNITS) {
    const count = Math.floor(rest / size);
    rest -= count * size;
    if (count > 0) parts.push(plural(count, unit));
    else if (parts.length > 0) break;
  }
  return parts.length === 0 ? "0 seconds" : parts.slice(0, PARTS_MAX).join(" ");
}

export const minuteWords = (minutes: number) => durationWords(minutes * 60);

export const sinceSeconds = (from: Date, now: Date) =>
  Math.max(0, (now.getTime() - from.getTime()) / 1_000);

export const countWords = (count: number) =>
  Math.round(count).toLocaleString("en");

/** “1 record”, “1,200 records”. */
export const plural = (count: number, noun: string) =>
  `${countWords(count)} ${noun}${Math.round(count) === 1 ? "" : "s"}`;

export const percentWords = (percent: number) =>
  `${percent.toLocaleString("en", { maximumFractionDigits: 1 })} %`;

/** 14:02 UTC: channels do not know their reader's clock. */
export const clockWords = (at: Date) => `${at.toISOString().slice(11, 16)} UTC`;

/** The first few, and how many more there are. */
export function listWords(items: readonly string[], shownMax = 5): string {
  const shown = items.slice(0, shownMax);
  const more = items.length - shown.length;
  return shown.join(", ") + (more > 0 ? ` and ${more} more` : "");
}
