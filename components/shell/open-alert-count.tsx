"use client";
import { useOpenAlerts } from "@/lib/queries/alerts";

/** How many alerts are open and not muted; nothing when none is. */
export function OpenAlertCount() {
  const count = (useOpenAlerts().data ?? []).filter(
    ({ mutes }) => mutes.length === 0,
  ).length;
  if (count === 0) return null;
  return (
    <span className="ml-auto text-xs font-semibold text-bad tabular-nums">
      {count}
      <span className="sr-only"> open</span>
    </span>
  );
}
