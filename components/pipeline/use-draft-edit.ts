"use client";
import { useState } from "react";
import { useSaveDraft } from "@/lib/queries/mapping";
import type { SyncDto } from "@/lib/services/sync/schemas";
import type { SyncDefinition } from "@/lib/sync/definition";

/**
 * Changes a sync's draft in one go, and back. Each change names the revision
 * that it was made from: a newer draft is not overwritten, but the save is
 * refused, and `error` says so.
 */
export function useDraftEdit(syncId: string) {
  const save = useSaveDraft(syncId);
  const [before, setBefore] = useState<SyncDto | null>(null);
  return {
    error: save.error,
    isSaving: save.isPending,
    /** `base` is what the change was made from, as it was looked at. */
    apply: (base: SyncDto, definition: SyncDefinition, onSaved: () => void) =>
      save.mutate(
        { revision: base.draft.revision, definition },
        {
          onSuccess: ({ draft }) => {
            setBefore({ ...base, draft });
            onSaved();
          },
        },
      ),
    /** Null when there is nothing to take back. */
    undo:
      before === null
        ? null
        : () =>
            save.mutate(
              {
                revision: before.draft.revision,
                definition: before.definition,
              },
              { onSettled: () => setBefore(null) },
            ),
    /** Forgets what failed before something else is tried. */
    start: save.reset,
  };
}

export type DraftEdit = ReturnType<typeof useDraftEdit>;
