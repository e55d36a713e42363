"use client";
import { useCallback, useEffect, useReducer, useRef, useState } from "react";
import { ApiError } from "@/lib/queries/api-client";
import { useSaveDraft } from "@/lib/queries/mapping";
import type { SyncDto } from "@/lib/services/sync/schemas";
import type { SyncDefinition } from "@/lib/sync/definition";
import { draftReducer, startHistory, type DraftHistory } from "./draft-history";

const SAVE_AFTER_MS = 600;

type SaveState = "saved" | "saving" | "conflict" | "failed";

export type Draft = {
  definition: SyncDefinition;
  canUndo: boolean;
  canRedo: boolean;
  save: SaveState;
  /** Why it could not be saved. */
  problem: string | null;
  savedAt: string;
  change: (to: SyncDefinition) => void;
  undo: () => void;
  redo: () => void;
  /** Saves what is not saved yet; answers the revision that holds it. */
  flush: () => Promise<number>;
  /** After a conflict: theirs instead of ours, or ours over theirs. */
  takeTheirs: (sync: SyncDto) => void;
  overwrite: (sync: SyncDto) => void;
};

/**
 * A draft that saves itself a moment after each change, with undo and redo. It
 * holds the revision that it was made from, so that nobody is overwritten
 * unseen.
 */
export function useDraft(sync: SyncDto): Draft {
  const [history, dispatch] = useReducer(
    draftReducer<SyncDefinition>,
    sync.definition,
    startHistory<SyncDefinition>,
  );
  const saver = useSaver(sync);
  const { present } = history;
  const { save, saved, isBlocked } = saver;
  useEffect(() => {
    if (present === saved || isBlocked) return;
    const timer = setTimeout(() => void save(present), SAVE_AFTER_MS);
    return () => clearTimeout(timer);
  }, [present, saved, isBlocked, save]);
  useLastSave(present, present !== saved && !isBlocked, save);
  return {
    ...describe(history, saver),
    change: (to) => dispatch({ kind: "change", to }),
    undo: () => dispatch({ kind: "undo" }),
    redo: () => dispatch({ kind: "redo" }),
    flush: () => save(present),
    takeTheirs: (theirs) => {
      dispatch({ kind: "load", to: theirs.definition });
      saver.accept(theirs, theirs.definition);
    },
    overwrite: (theirs) => {
      saver.accept(theirs, theirs.definition);
    },
  };
}

/** What was changed last is saved when the page is left, and closing the window asks. */
function useLastSave(
  present: SyncDefinition,
  isUnsaved: boolean,
  save: (definition: SyncDefinition) => Promise<number>,
): void {
  const last = useRef({ present, isUnsaved, save });
  useEffect(() => {
    last.current = { present, isUnsaved, save };
  });
  useEffect(() => {
    const ask = (event: BeforeUnloadEvent) => {
      if (last.current.isUnsaved) event.preventDefault();
    };
    window.addEventListener("beforeunload", ask);
    return () => {
      window.removeEventListener("beforeunload", ask);
      const { current } = last;
      if (current.isUnsaved) void current.save(current.present);
    };
  }, []);
}

type Saver = ReturnType<typeof useSaver>;

function useSaver(sync: SyncDto) {
  const { mutateAsync, reset, error, isPending } = useSaveDraft(sync.id);
  const revision = useRef(sync.draft.revision);
  const [saved, setSaved] = useState(sync.definition);
  const [savedAt, setSavedAt] = useState(sync.draft.savedAt);
  const accept = useCallback(
    (from: SyncDto, definition: SyncDefinition) => {
      revision.current = from.draft.revision;
      setSaved(definition);
      setSavedAt(from.draft.savedAt);
      reset();
    },
    [reset],
  );
  const save = useCallback(
    async (definition: SyncDefinition): Promise<number> => {
      if (definition === saved) return revision.current;
      try {
        const after = await mutateAsync({
          revision: revision.current,
          definition,
        });
        revision.current = after.draft.revision;
        setSaved(definition);
        setSavedAt(after.draft.savedAt);
      } catch {
        // The mutation keeps the error for the page to show.
      }
      return revision.current;
    },
    [mutateAsync, saved],
  );
  return {
    save,
    accept,
    saved,
    savedAt,
    error,
    isPending,
    isBlocked: error !== null,
  };
}

function describe(history: DraftHistory<SyncDefinition>, saver: Saver) {
  const { error, saved, savedAt } = saver;
  const isConflict = error instanceof ApiError && error.status === 409;
  const state = error === null ? stateOf(history.present === saved) : "failed";
  return {
    definition: history.present,
    canUndo: history.past.length > 0,
    canRedo: history.future.length > 0,
    save: isConflict ? ("conflict" as const) : state,
    problem: error?.message ?? null,
    savedAt,
  };
}

const stateOf = (isSaved: boolean): SaveState => (isSaved ? "saved" : "saving");
