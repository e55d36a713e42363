"use client";
import { useDroppable } from "@dnd-kit/core";
import { Notice } from "@/components/ui/notice";
import { useBuilder } from "./builder-context";
import { CANVAS_ID } from "./closest-place";
import { GroupCard } from "./group-card";

/** The filter itself: all that a field can be dragged onto. */
export function Canvas() {
  const { root } = useBuilder();
  const { setNodeRef } = useDroppable({ id: CANVAS_ID });
  return (
    <div
      ref={setNodeRef}
      className="-mx-1.5 min-w-0 flex-1 overflow-y-auto px-1.5 py-3 md:pl-5"
    >
      <GroupCard group={root} />
      {root.parts.length === 0 && root.join !== "any" && (
        <Notice tone="neutral" className="mt-3">
          Without a condition every record is taken.
        </Notice>
      )}
      <p className="pt-3 text-xs text-ink-3 max-md:hidden">
        By key: Enter on a field or a ⋮⋮ picks it up, the arrows choose a place,
        Enter puts it there. On a ⋮⋮, Alt ↑ ↓ moves it, Alt ← takes it out of
        its group, Alt → makes a group of it.
      </p>
    </div>
  );
}
