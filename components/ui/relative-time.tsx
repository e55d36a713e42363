"use client";
import { ExactTime } from "./exact-time";
import { useNow } from "./use-now";

const UNITS = [
  ["day", 86_400],
  ["hour", 3_600],
  ["minute", 60],
] as const;

/** How long ago, told anew as time passes; the exact time on hover. */
export function RelativeTime({ at }: { at: string }) {
  const now = useNow();
  return <ExactTime at={at}>{ago(Date.parse(at), now)}</ExactTime>;
}

/** In words, of times in milliseconds. */
function ago(at: number, now: number): string {
  const seconds = Math.max(0, Math.round((now - at) / 1_000));
  for (const [unit, size] of UNITS) {
    const count = Math.floor(seconds / size);
    if (count >= 1) return `${count} ${unit}${count === 1 ? "" : "s"} ago`;
  }
  return "just now";
}
