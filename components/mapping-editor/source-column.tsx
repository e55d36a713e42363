"use client";
import { useDraggable } from "@dnd-kit/core";
import { cx } from "class-variance-authority";
import { memo } from "react";
import { FIELD_PX } from "./layout";
import type { SourceRow } from "./source-rows";
import { WindowedRows } from "./windowed-rows";

type Props = {
  rows: readonly SourceRow[];
  used: ReadonlySet<string>;
  /** What is said of a field that is used. */
  usedWord?: string;
  /** The field that was picked up by key or click, and waits for a place. */
  held: string | null;
  onHold: (path: string) => void;
  onFold: (path: string) => void;
};

/** The source record as a tree: each field can be dragged, or picked up with Enter. */
export function SourceColumn({
  rows,
  used,
  usedWord = "mapped",
  held,
  onHold,
  onFold,
}: Props) {
  return (
    <WindowedRows label="Fields of the record" rows={rows}>
      {(row) => {
        const shared = {
          ...{ row, onHold, isUsed: used.has(row.path), usedWord },
          isHeld: held === row.path,
        };
        return (
          <div style={{ paddingLeft: Math.min(row.depth, 4) * 14 }}>
            {row.folded === null ? (
              <Field {...shared} />
            ) : (
              <Group {...shared} onFold={onFold} />
            )}
          </div>
        );
      }}
    </WindowedRows>
  );
}

type RowProps = {
  row: SourceRow;
  isUsed: boolean;
  usedWord: string;
  isHeld: boolean;
  onHold: (path: string) => void;
};

const Field = memo(function Field({
  row,
  isUsed,
  usedWord,
  isHeld,
  onHold,
}: RowProps) {
  const { setNodeRef, listeners, isDragging } = useDraggable({ id: row.path });
  return (
    <button
      ref={setNodeRef}
      type="button"
      {...listeners}
      onClick={() => onHold(row.path)}
      aria-pressed={isHeld}
      data-source={row.path}
      style={{ height: FIELD_PX }}
      className={cx(
        "flex w-full cursor-grab touch-none items-center gap-2 rounded-control border bg-surface px-2.5 text-left text-sm select-none",
        isUsed ? "border-heap/70" : "border-line hover:border-line-strong",
        isHeld && "ring-2 ring-focus",
        isDragging && "opacity-40",
      )}
    >
      <span aria-hidden className="text-ink-3">
        ⋮⋮
      </span>
      <span className="font-medium whitespace-nowrap">{row.name}</span>
      <span className="min-w-0 grow truncate text-xs text-ink-3">
        {row.example}
      </span>
      <span className="font-mono text-[11px] whitespace-nowrap text-ink-3">
        {row.typeName}
      </span>
      <span className="sr-only">
        {row.path}
        {isUsed ? `, ${usedWord}` : ""}
      </span>
    </button>
  );
});

const Group = memo(function Group({
  row,
  isUsed,
  usedWord,
  isHeld,
  onHold,
  onFold,
}: RowProps & { onFold: (path: string) => void }) {
  const { setNodeRef, listeners } = useDraggable({ id: row.path });
  return (
    <div
      className="flex items-center gap-2 text-sm"
      style={{ height: FIELD_PX }}
    >
      <button
        type="button"
        aria-expanded={row.folded === false}
        onClick={() => onFold(row.path)}
        className="flex items-center gap-1.5 text-ink-2 hover:text-ink"
      >
        <span aria-hidden className="w-3">
          {row.folded === true ? "▸" : "▾"}
        </span>
        {row.name}
        <span className="text-xs text-ink-3">
          {row.childCount} {row.childCount === 1 ? "field" : "fields"}
        </span>
      </button>
      <button
        ref={setNodeRef}
        type="button"
        {...listeners}
        aria-pressed={isHeld}
        data-source={row.path}
        onClick={() => onHold(row.path)}
        className={cx(
          "cursor-grab touch-none rounded-[5px] border px-1.5 text-xs text-ink-2 select-none",
          isUsed ? "border-heap/70" : "border-line hover:border-line-strong",
          isHeld && "ring-2 ring-focus",
        )}
      >
        <span aria-hidden>⋮⋮ </span>all
        <span className="sr-only">
          {` of ${row.path}`}
          {isUsed ? `, ${usedWord}` : ""}
        </span>
      </button>
    </div>
  );
});
