"use client";
import { useCallback, useEffect, useReducer, useRef, useState } from "react";
import { useMay } from "@/components/shell/session";
import { ApiError } from "@/lib/queries/api-client";
import { useSaveDraft } from "@/lib/queries/mapping";
import type { SyncDto } from "@/lib/services/sync/schemas";
import type { SyncDefinition } from "@/lib/sync/definition";
import { draftReducer, startHistory, type DraftHistory } from "./draft-history";

const SAVE_AFTER_MS = 600;

type SaveState = "saved" | "saving" | "conflict" | "failed" | "kept here";

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
  /** Somebody else saved a newer draft: it is shown already, or waits because this one was worked on. */
  newer: "shown" | "waiting" | null;
  /** Saves what is not saved yet; answers the revision that holds it. */
  flush: () => Promise<number>;
  /** After a conflict: theirs instead of ours, or ours over theirs. */
  takeTheirs: (sync: SyncDto) => void;
  overwrite: (sync: SyncDto) => void;
};

/**
 * A draft that saves itself a moment after each change, with undo and redo. It
 * holds the revision that it was made from, so that nobody is overwritten
 * unseen. Who may only look can try things, and nothing of that is saved.
 */
export function useDraft(sync: SyncDto): Draft {
  const mayEdit = useMay("editor");
  const [history, dispatch] = useReducer(
    draftReducer<SyncDefinition>,
    sync.definition,
    startHistory<SyncDefinition>,
  );
  const saver = useSaver(sync);
  const { present } = history;
  const { save, saved } = saver;
  const isBlocked = saver.error !== null || !mayEdit;
  useEffect(() => {
    if (present === saved || isBlocked) return;
    const timer = setTimeout(() => void save(present), SAVE_AFTER_MS);
    return () => clearTimeout(timer);
  }, [present, saved, isBlocked, save]);
  useLastSave(present, present !== saved && !isBlocked, save);
  const load = (theirs: SyncDto) =>
    dispatch({ kind: "load", to: theirs.definition });
  const newer = useNewer(sync, {
    held: saver.held,
    isSaved: present === saved && saver.error === null,
    isTouched: history.past.length + history.future.length > 0,
    take: () => {
      load(sync);
      saver.adopt(sync, sync.definition);
    },
  });
  return {
    ...describe(history, saver, mayEdit),
    newer,
    change: (to) => dispatch({ kind: "change", to }),
    undo: () => dispatch({ kind: "undo" }),
    redo: () => dispatch({ kind: "redo" }),
    flush: () => save(present),
    takeTheirs: (theirs) => {
      load(theirs);
      saver.accept(theirs);
    },
    overwrite: (theirs) => saver.accept(theirs),
  };
}

/**
 * What becomes of a newer draft that somebody else saved. Who has changed
 * nothing sees it at once; who has is asked, and loses nothing meanwhile.
 */
function useNewer(
  sync: SyncDto,
  own: {
    held: number;
    isSaved: boolean;
    isTouched: boolean;
    take: () => void;
  },
): Draft["newer"] {
  const [shown, setShown] = useState<number | null>(null);
  const { revision } = sync.draft;
  if (revision > own.held && own.isSaved) {
    if (own.isTouched) return "waiting";
    own.take();
    setShown(revision);
  }
  return shown === own.held && !own.isTouched ? "shown" : null;
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
  const { mutateAsync, reset, error } = useSaveDraft(sync.id);
  const [saved, setSaved] = useState(sync.definition);
  const [savedAt, setSavedAt] = useState(sync.draft.savedAt);
  const [held, setHeld] = useState(sync.draft.revision);
  // What saves that follow each other read: the state as it is after the one before.
  const last = useRef({ revision: held, definition: saved });
  useEffect(() => {
    last.current = { revision: held, definition: saved };
  }, [held, saved]);
  const adopt = useCallback((from: SyncDto, definition: SyncDefinition) => {
    setHeld(from.draft.revision);
    setSaved(definition);
    setSavedAt(from.draft.savedAt);
  }, []);
  const queue = useRef(Promise.resolve());
  const save = useCallback(
    async (definition: SyncDefinition): Promise<number> => {
      queue.current = queue.current.then(async () => {
        const { revision } = last.current;
        if (definition === last.current.definition) return;
        try {
          const after = await mutateAsync({ revision, definition });
          last.current = { revision: after.draft.revision, definition };
          adopt(after, definition);
        } catch {
          // The mutation keeps the error for the page to show.
        }
      });
      await queue.current;
      return last.current.revision;
    },
    [mutateAsync, adopt],
  );
  const accept = useCallback(
    (from: SyncDto) => {
      adopt(from, from.definition);
      reset();
    },
    [adopt, reset],
  );
  return { save, accept, adopt, saved, savedAt, held, error };
}

function describe(
  history: DraftHistory<SyncDefinition>,
  { error, saved, savedAt }: Saver,
  mayEdit: boolean,
) {
  return {
    definition: history.present,
    canUndo: history.past.length > 0,
    canRedo: history.future.length > 0,
    save: saveStateOf(error, history.present === saved, mayEdit),
    problem: error?.message ?? null,
    savedAt,
  };
}

function saveStateOf(
  error: Error | null,
  isSaved: boolean,
  mayEdit: boolean,
): SaveState {
  if (error instanceof ApiError && error.status === 409) return "conflict";
  if (error !== null) return "failed";
  if (isSaved) return "saved";
  return mayEdit ? "saving" : "kept here";
}
