"use client";
import { UndoRedo } from "@/components/ui/undo-redo";
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
      <UndoRedo
        canUndo={history.past.length > 0}
        canRedo={history.future.length > 0}
        onUndo={onUndo}
        onRedo={onRedo}
      />
    </div>
  );
}
