"use client";
import { useState } from "react";
import { useSaveDraft } from "@/lib/queries/mapping";
import type { SyncDto } from "@/lib/services/sync/schemas";
import type { SyncDefinition } from "@/lib/sync/definition";

/**
 * Changes a sync's draft in one go, and back. Somebody else's newer draft is
 * not overwritten: the save is refused and `error` says so.
 */
export function useDraftEdit(sync: SyncDto) {
  const save = useSaveDraft(sync.id);
  const [before, setBefore] = useState<SyncDefinition | null>(null);
  const write = (definition: SyncDefinition, after: SyncDefinition | null) =>
    save.mutate(
      { revision: sync.draft.revision, definition },
      { onSuccess: () => setBefore(after) },
    );
  return {
    error: save.error,
    isSaving: save.isPending,
    apply: (definition: SyncDefinition) => write(definition, sync.definition),
    /** Null when there is nothing to take back. */
    undo: before === null ? null : () => write(before, null),
  };
}

export type DraftEdit = ReturnType<typeof useDraftEdit>;
