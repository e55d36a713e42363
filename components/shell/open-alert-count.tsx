"use client";
import { useOpenAlerts } from "@/lib/queries/alerts";

/** How many alerts are open and not muted. */
export const useOpenAlertCount = (): number =>
  (useOpenAlerts().data ?? []).filter(({ mutes }) => mutes.length === 0).length;

export function OpenAlertCount({ count }: { count: number }) {
  if (count === 0) return null;
  return (
    <span className="ml-auto text-xs font-semibold text-bad tabular-nums">
      {count}
      <span className="sr-only"> open</span>
    </span>
  );
}
