"use client";
import { Button } from "@/components/ui/button";
import type { FilterHistory } from "./filter-history";

/** Undo and redo, at the dialog's upper corner. */
export function StepsBack({
  history,
  onUndo,
  onRedo,
}: {
  history: FilterHistory;
  onUndo: () => void;
  onRedo: () => void;
}) {
  return (
    <div className="absolute top-3 right-3 flex gap-1 md:top-5 md:right-5">
      <Button
        variant="ghost"
        aria-label="Undo"
        title="Undo (⌘Z)"
        disabled={history.past.length === 0}
        onClick={onUndo}
      >
        ↶
      </Button>
      <Button
        variant="ghost"
        aria-label="Redo"
        title="Redo (⇧⌘Z)"
        disabled={history.future.length === 0}
        onClick={onRedo}
      >
        ↷
      </Button>
    </div>
  );
}
