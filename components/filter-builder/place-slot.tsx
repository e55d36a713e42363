"use client";
import { useDroppable } from "@dnd-kit/core";
import { cx } from "class-variance-authority";
import { useBuilder } from "./builder-context";
import { describePlace } from "./describe-part";
import type { Place } from "./filter-tree";

/**
 * Between two parts: a gap; while something is dragged, a line where it can
 * go; while something is held, a button that takes it.
 */
export function PlaceSlot({
  place,
  isEmpty,
}: {
  place: Place;
  isEmpty: boolean;
}) {
  const { root, carrying } = useBuilder();
  const isOpen = carrying.canTake(place.group);
  const { setNodeRef, isOver } = useDroppable({
    id: `${place.group}/${place.index}`,
    data: place,
    disabled: !isOpen,
  });
  const { held } = carrying;
  if (held !== null && isOpen)
    return (
      <button
        type="button"
        data-place={`${place.group}/${place.index}`}
        aria-label={`Put ${carrying.nameOf(held)} at ${describePlace(root, place)}`}
        onClick={() => carrying.put(held, place)}
        className="my-1 flex h-6 w-full items-center justify-center rounded-control border border-dashed border-line-strong text-xs text-ink-2 hover:border-heap hover:bg-heap-soft hover:text-heap focus-visible:border-heap focus-visible:bg-heap-soft focus-visible:text-heap"
      >
        Put it here
      </button>
    );
  return (
    <div
      ref={setNodeRef}
      aria-hidden={!isEmpty}
      className={cx(
        "relative flex items-center justify-center",
        isEmpty
          ? "my-2 min-h-12 rounded-control border border-dashed text-sm text-ink-2"
          : "h-2.5",
        isEmpty && (isOver ? "border-heap bg-heap-soft" : "border-line-strong"),
      )}
    >
      {isEmpty && (isOver ? "Put it here" : <EmptyWords />)}
      {!isEmpty && isOpen && <Line isOver={isOver} />}
    </div>
  );
}

function EmptyWords() {
  return (
    <>
      <span className="max-md:hidden">Drag a field here</span>
      <span className="md:hidden">No condition yet</span>
    </>
  );
}

function Line({ isOver }: { isOver: boolean }) {
  return (
    <span
      className={cx(
        "absolute inset-x-0 rounded-full",
        isOver
          ? "h-[5px] bg-heap"
          : "h-0 border-t border-dashed border-line-strong",
      )}
    />
  );
}
