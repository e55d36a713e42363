"use client";
import { useCallback, useEffect, useReducer, useRef, useState } from "react";
import { useMay, useSession } from "@/components/shell/session";
import { ApiError } from "@/lib/queries/api-client";
import { useSaveDraft } from "@/lib/queries/mapping";
import type { SyncDto } from "@/lib/services/sync/schemas";
import type { SyncDefinition } from "@/lib/sync/definition";
import { draftReducer, startHistory, type DraftHistory } from "./draft-history";

const SAVE_AFTER_MS = 600;
/** What could not be saved is tried again; a conflict waits for a person. */
const RETRY_AFTER_MS = 4_000;

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
  /** A newer draft was saved elsewhere: it is shown already, or waits because this one is worked on. */
  newer: "shown" | "waiting" | null;
  /** Saves what is not saved yet; answers the revision that holds it. Throws when it can't be saved. */
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
export function useDraft(sync: SyncDto, isEditing: boolean): Draft {
  const mayEdit = useMay("editor");
  const [history, dispatch] = useReducer(
    draftReducer<SyncDefinition>,
    sync.definition,
    startHistory<SyncDefinition>,
  );
  const saver = useSaver(sync);
  const { present } = history;
  const { save, saved, error } = saver;
  const maySave = mayEdit && !isConflict(error);
  useEffect(() => {
    if (present === saved || !maySave) return;
    const afterMs = error === null ? SAVE_AFTER_MS : RETRY_AFTER_MS;
    const timer = setTimeout(() => void save(present).catch(shown), afterMs);
    return () => clearTimeout(timer);
  }, [present, saved, maySave, error, save]);
  useLastSave(
    present,
    { isUnsaved: mayEdit && !saver.isAt(present), maySave },
    save,
  );
  const load = (theirs: SyncDto) =>
    dispatch({ kind: "load", to: theirs.definition });
  const newer = useNewer(sync, {
    held: saver.held,
    isSaved: saver.isAt(present) && error === null,
    isTouched: isEditing || history.past.length + history.future.length > 0,
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
 * What becomes of a newer draft that was saved elsewhere. Who has changed
 * nothing sees it at once; who has is asked, and loses nothing meanwhile.
 */
function useNewer(
  sync: SyncDto,
  own: {
    /** The revision that is looked at. */
    held: number;
    isSaved: boolean;
    isTouched: boolean;
    take: () => void;
  },
): Draft["newer"] {
  const me = useSession().user.id;
  const [shown, setShown] = useState<number | null>(null);
  const { revision, savedBy } = sync.draft;
  if (revision > own.held && own.isSaved) {
    if (own.isTouched) return "waiting";
    own.take();
    // One's own, saved on leaving the page, is no news.
    setShown(savedBy === me ? null : revision);
  }
  return shown === own.held && !own.isTouched ? "shown" : null;
}

/** What was changed last is saved when the page is left, and closing the window asks. */
function useLastSave(
  present: SyncDefinition,
  state: { isUnsaved: boolean; maySave: boolean },
  save: (definition: SyncDefinition) => Promise<number>,
): void {
  const last = useRef({ present, state, save });
  useEffect(() => {
    last.current = { present, state, save };
  });
  useEffect(() => {
    const ask = (event: BeforeUnloadEvent) => {
      if (last.current.state.isUnsaved) event.preventDefault();
    };
    window.addEventListener("beforeunload", ask);
    return () => {
      window.removeEventListener("beforeunload", ask);
      const { current } = last;
      // What is saved already is not saved again.
      if (current.state.maySave)
        void current.save(current.present).catch(shown);
    };
  }, []);
}

/** The mutation keeps its error, and the page shows that. */
const shown = () => undefined;

type Saver = ReturnType<typeof useSaver>;

function useSaver(sync: SyncDto) {
  const { mutateAsync, reset, error, isPending } = useSaveDraft(sync.id);
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
  const queue = useRef<Promise<unknown>>(Promise.resolve());
  const save = useCallback(
    (definition: SyncDefinition): Promise<number> => {
      const run = async () => {
        const { revision } = last.current;
        if (definition === last.current.definition) return revision;
        const after = await mutateAsync({ revision, definition });
        last.current = { revision: after.draft.revision, definition };
        adopt(after, definition);
        return after.draft.revision;
      };
      const result = queue.current.then(run);
      queue.current = result.catch(shown);
      return result;
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
  /** Whether this is what is saved, and nothing else is on its way. */
  const isAt = (definition: SyncDefinition) =>
    definition === saved && !isPending;
  return { save, accept, adopt, isAt, saved, savedAt, held, error };
}

const isConflict = (error: Error | null): boolean =>
  error instanceof ApiError && error.status === 409;

function describe(
  history: DraftHistory<SyncDefinition>,
  { error, isAt, savedAt }: Saver,
  mayEdit: boolean,
) {
  return {
    definition: history.present,
    canUndo: history.past.length > 0,
    canRedo: history.future.length > 0,
    save: saveStateOf(error, isAt(history.present), mayEdit),
    problem: error?.message ?? null,
    savedAt,
  };
}

function saveStateOf(
  error: Error | null,
  isSaved: boolean,
  mayEdit: boolean,
): SaveState {
  if (isConflict(error)) return "conflict";
  if (error !== null) return "failed";
  if (isSaved) return "saved";
  return mayEdit ? "saving" : "kept here";
}
