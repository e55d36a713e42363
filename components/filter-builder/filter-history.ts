import {
  draftReducer,
  startHistory,
  type DraftHistory,
} from "@/components/mapping-editor/draft-history";
import type { Condition } from "@/lib/mapping/condition";
import { toGroup, type Group } from "./filter-tree";

/** The filter's steps so far; the mark is of what was changed last. */
export type FilterHistory = DraftHistory<Group> & { mark: string | null };

export type FilterAction =
  | { kind: "change"; to: Group; mark: string | null }
  | { kind: "undo" }
  | { kind: "redo" };

export const startFilter = (where: Condition | null): FilterHistory => ({
  ...startHistory(toGroup(where)),
  mark: null,
});

/** What is typed in one input is one step: changes of the same mark go on with the last. */
export function filterReducer(
  history: FilterHistory,
  action: FilterAction,
): FilterHistory {
  if (action.kind !== "change")
    return { ...draftReducer(history, action), mark: null };
  const { to, mark } = action;
  if (mark !== null && mark === history.mark)
    return { ...history, present: to, future: [] };
  const next = draftReducer(history, action);
  return next === history ? history : { ...next, mark };
}
