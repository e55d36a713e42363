"use client";
import { Button } from "./button";

/** The two buttons that go back and forth in what was done. */
export function UndoRedo({
  canUndo,
  canRedo,
  onUndo,
  onRedo,
}: {
  canUndo: boolean;
  canRedo: boolean;
  onUndo: () => void;
  onRedo: () => void;
}) {
  return (
    <>
      <Button
        variant="ghost"
        aria-label="Undo"
        title="Undo (⌘Z)"
        disabled={!canUndo}
        onClick={onUndo}
      >
        ↶
      </Button>
      <Button
        variant="ghost"
        aria-label="Redo"
        title="Redo (⇧⌘Z)"
        disabled={!canRedo}
        onClick={onRedo}
      >
        ↷
      </Button>
    </>
  );
}
