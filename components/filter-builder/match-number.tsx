"use client";
import { useBuilder } from "./builder-context";

/** Of how many of the records a part holds; a dash for what can't be asked yet. */
export function MatchNumber({ id }: { id: number }) {
  const { matches, material } = useBuilder();
  const total = material.records?.length ?? 0;
  const count = matches?.counts.get(id);
  const words =
    count === undefined
      ? "Not counted yet"
      : `Holds for ${count} of the last ${total} records`;
  return (
    <span
      title={words}
      className="flex h-[34px] min-w-14 flex-none items-center justify-end text-xs text-ink-2 tabular-nums"
    >
      <span className="sr-only">{words}</span>
      <span aria-hidden>
        {count === undefined ? "–" : `${count} of ${total}`}
      </span>
    </span>
  );
}
