"use client";
import { useDraggable } from "@dnd-kit/core";
import { cx } from "class-variance-authority";
import type { KeyboardEvent } from "react";
import { useBuilder } from "./builder-context";
import { describePart } from "./describe-part";
import type { Part } from "./filter-tree";
import { usePartActions } from "./use-part-actions";

const SHORTCUTS = "Alt+ArrowUp Alt+ArrowDown Alt+ArrowLeft Alt+ArrowRight";

/** By which a part is dragged, picked up with Enter, and moved with Alt and the arrows. */
export function PartHandle({ part }: { part: Part }) {
  const { carrying } = useBuilder();
  const { setNodeRef, listeners } = useDraggable({ id: part.id });
  const { step, wrap } = usePartActions(part);
  const onKeyDown = (event: KeyboardEvent) => {
    const action = {
      ArrowUp: () => step("up"),
      ArrowDown: () => step("down"),
      ArrowLeft: () => step("out"),
      ArrowRight: wrap,
    }[event.key];
    if (!event.altKey || action === undefined) return;
    event.preventDefault();
    action();
  };
  const isHeld = carrying.held === part.id;
  return (
    <button
      ref={setNodeRef}
      type="button"
      {...listeners}
      data-handle={part.id}
      aria-label={`Move ${describePart(part)}`}
      aria-pressed={isHeld}
      aria-keyshortcuts={SHORTCUTS}
      title="Drag to move, or press Enter to pick up. Alt ↑ ↓ goes past what is there, into groups and out of them; Alt ← leaves the group; Alt → makes a new one."
      onClick={() => carrying.hold(part.id)}
      onKeyDown={onKeyDown}
      className={cx(
        "h-[34px] w-6 flex-none cursor-grab touch-none rounded-control text-ink-3 select-none hover:bg-sunken hover:text-ink",
        isHeld && "ring-2 ring-focus",
      )}
    >
      <span aria-hidden>⋮⋮</span>
    </button>
  );
}
