"use client";
import { Button } from "@/components/ui/button";
import { useBuilder } from "./builder-context";

/** How many of the latest records the filter takes. */
export function MatchSummary({
  isOpen,
  onToggle,
}: {
  isOpen: boolean;
  onToggle: () => void;
}) {
  const { material, matches } = useBuilder();
  const total = material.records?.length ?? 0;
  if (material.records === null || matches === null)
    return <p className="text-sm text-ink-2">Counting…</p>;
  if (total === 0)
    return (
      <p className="text-sm text-ink-2">
        No record has arrived yet, so nothing can be counted.
      </p>
    );
  const taken = matches.taken.length;
  return (
    <div className="flex min-w-0 flex-wrap items-center gap-x-3 gap-y-1">
      <span
        aria-hidden
        className="h-2 w-24 flex-none overflow-hidden rounded-full bg-line-strong max-md:hidden"
      >
        <span
          className="block h-full bg-heap"
          style={{ width: `${(taken / total) * 100}%` }}
        />
      </span>
      <p role="status" className="text-sm tabular-nums">
        <b className="font-semibold">{taken}</b> of the last {total} records
        match
        {matches.leftOut > 0 && (
          <span className="text-ink-2">
            , without {matches.leftOut} unfinished
          </span>
        )}
      </p>
      <Button
        size="sm"
        variant="ghost"
        aria-expanded={isOpen}
        onClick={onToggle}
      >
        {isOpen ? "Hide records" : "Show records"}
      </Button>
    </div>
  );
}
