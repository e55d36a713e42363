/** What a person did to a draft, to go back and forth in without limit. */
export type DraftHistory<T> = { past: T[]; present: T; future: T[] };

export type DraftAction<T> =
  | { kind: "change"; to: T }
  | { kind: "undo" }
  | { kind: "redo" }
  | { kind: "load"; to: T };

export const startHistory = <T>(present: T): DraftHistory<T> => ({
  ...{ past: [], present, future: [] },
});

/** A change ends what could be redone; loading another's draft ends everything. */
export function draftReducer<T>(
  history: DraftHistory<T>,
  action: DraftAction<T>,
): DraftHistory<T> {
  const { past, present, future } = history;
  switch (action.kind) {
    case "change":
      return Object.is(action.to, present)
        ? history
        : { past: [...past, present], present: action.to, future: [] };
    case "undo": {
      const before = past.at(-1);
      return before === undefined
        ? history
        : {
            past: past.slice(0, -1),
            present: before,
            future: [present, ...future],
          };
    }
    case "redo": {
      const [after, ...rest] = future;
      return after === undefined
        ? history
        : { past: [...past, present], present: after, future: rest };
    }
    case "load":
      return startHistory(action.to);
  }
}
