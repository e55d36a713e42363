"use client";
import { useDroppable } from "@dnd-kit/core";
import { cx } from "class-variance-authority";
import { memo } from "react";
import { Tag } from "@/components/ui/tag";
import { nameOfType, type ValueType } from "@/lib/mapping/value-type";
import { describeExpression } from "@/components/syncs/describe";
import { fitsTarget } from "./fits-target";
import { FIELD_PX } from "./layout";
import type { TargetRow } from "./target-rows";
import { WindowedRows } from "./windowed-rows";

type Props = {
  rows: readonly TargetRow[];
  problems: ReadonlyMap<string, string>;
  selected: string | null;
  /** What is held and waits for a place: a press drops it. */
  held: string | null;
  /** The types of what is held or dragged; null while nothing is. */
  carried: ValueType | null;
  onPress: (path: string) => void;
};

/** The destination's fields: what is held or dragged is dropped on one. */
export function TargetColumn({
  rows,
  problems,
  selected,
  held,
  carried,
  onPress,
}: Props) {
  return (
    <WindowedRows label="Fields of the call" rows={rows}>
      {(row) => (
        <Field
          row={row}
          problem={problems.get(row.path) ?? null}
          isSelected={selected === row.path}
          held={held}
          isFitting={carried === null || fitsTarget(carried, row.type)}
          onPress={onPress}
        />
      )}
    </WindowedRows>
  );
}

const Field = memo(function Field({
  row,
  problem,
  isSelected,
  held,
  isFitting,
  onPress,
}: {
  row: TargetRow;
  problem: string | null;
  isSelected: boolean;
  held: string | null;
  isFitting: boolean;
  onPress: (path: string) => void;
}) {
  const { setNodeRef, isOver } = useDroppable({ id: row.path });
  const isMapped = row.expression !== null;
  return (
    <button
      ref={setNodeRef}
      type="button"
      onClick={() => onPress(row.path)}
      aria-pressed={isSelected}
      data-target={row.path}
      title={row.description === "" ? undefined : row.description}
      style={{ height: FIELD_PX }}
      className={cx(
        "flex w-full items-center gap-2 rounded-control border bg-surface px-2.5 text-left text-sm",
        isMapped ? "border-segment/70" : "border-dashed border-line-strong",
        problem !== null && "border-bad bg-bad-soft",
        isSelected && "ring-2 ring-ink/70",
        !isFitting && "opacity-45",
        (isOver || held !== null) && "hover:ring-2 hover:ring-focus",
        isOver && "ring-2 ring-focus",
      )}
    >
      {held !== null && <span className="sr-only">Put {held} into </span>}
      <span className="max-w-[60%] truncate font-medium">{row.path}</span>
      <Marks row={row} problem={problem} />
      {!isFitting && <span className="text-xs text-ink-2">doesn’t fit</span>}
      <span className="ml-auto font-mono text-[11px] whitespace-nowrap text-ink-3">
        {nameOfType(row.type)}
      </span>
      <span className="sr-only">
        {row.expression === null
          ? ", not mapped"
          : `, made from ${describeExpression(row.expression)}`}
      </span>
    </button>
  );
});

function Marks({ row, problem }: { row: TargetRow; problem: string | null }) {
  const constant =
    row.expression !== null && "value" in row.expression
      ? JSON.stringify(row.expression.value)
      : null;
  return (
    <>
      {constant !== null && (
        <span className="min-w-0 truncate text-xs text-ink-3">{constant}</span>
      )}
      {problem !== null && (
        <span className="min-w-0 truncate text-xs text-bad">{problem}</span>
      )}
      {row.presence === "required" && <Tag>required</Tag>}
      {row.presence === "oneOf" && <Tag>one of</Tag>}
      {row.from === "plan" && <Tag>plan</Tag>}
    </>
  );
}
