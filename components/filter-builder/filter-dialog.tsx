"use client";
import { useReducer, useState } from "react";
import { useEditorKeys } from "@/components/mapping-editor/use-editor-keys";
import { Dialog } from "@/components/ui/dialog";
import type { Condition } from "@/lib/mapping/condition";
import type { SourceStream } from "@/lib/sync/definition";
import { BuilderBody } from "./builder-body";
import { filterReducer, startFilter } from "./filter-history";
import { toCondition } from "./filter-tree";
import { useFilterMaterial } from "./use-filter-material";

/** Which records a sync takes: conditions on their fields, joined and nested by dragging or by key. */
export function FilterDialog({
  title = "Filter",
  description = "Records that don’t match are counted as filtered, and not sent.",
  action = "Use this filter",
  where,
  source,
  isOffered,
  isSaving = false,
  error = null,
  onChange,
  onClose,
}: {
  title?: string;
  description?: string;
  /** What the press says that uses it. */
  action?: string;
  where: Condition | null;
  /** Its fields and latest records are what the filter is built on. */
  source: SourceStream;
  /** Which of its fields may be asked for; without it, all. */
  isOffered?: (path: string) => boolean;
  isSaving?: boolean;
  /** Why it could not be saved: what was built stays. */
  error?: Error | null;
  /** Whoever opened the dialog closes it, once the filter is where it belongs. */
  onChange: (where: Condition | null) => void;
  onClose: () => void;
}) {
  const [history, dispatch] = useReducer(filterReducer, where, startFilter);
  const [isCarrying, setIsCarrying] = useState(false);
  const material = useFilterMaterial(source, isOffered);
  const undo = () => dispatch({ kind: "undo" });
  const redo = () => dispatch({ kind: "redo" });
  useEditorKeys({ undo, redo }, "dialog");
  return (
    <Dialog
      isOpen
      // What was built is given up by Cancel alone.
      keepsOpen={isCarrying || history.past.length > 0}
      onClose={onClose}
      size="sheet"
      title={title}
      description={description}
    >
      <BuilderBody
        history={history}
        material={material}
        onEdit={(to, mark) =>
          dispatch({ kind: "change", to, mark: mark ?? null })
        }
        onUndo={undo}
        onRedo={redo}
        onCarrying={setIsCarrying}
        onCancel={onClose}
        action={action}
        isSaving={isSaving}
        error={error}
        onApply={() => onChange(toCondition(history.present))}
      />
    </Dialog>
  );
}
