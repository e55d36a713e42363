"use client";
import { useMemo, useRef, useState, type KeyboardEvent } from "react";
import { moveFocus } from "@/components/mapping-editor/move-focus";
import { BuilderContext, type Builder } from "./builder-context";
import { BuilderFoot } from "./builder-foot";
import { Canvas } from "./canvas";
import { DragArea } from "./drag-area";
import { FieldTree } from "./field-tree";
import type { FilterHistory } from "./filter-history";
import type { Group } from "./filter-tree";
import { MatchLists } from "./match-lists";
import { StepsBack } from "./steps-back";
import { newComparison } from "./new-row";
import { treeProblems } from "./tree-problems";
import { useCarrying } from "./use-carrying";
import { useFocusAfter } from "./use-focus-after";
import type { FilterMaterial } from "./use-filter-material";
import { useMatches } from "./use-matches";

type Props = {
  history: FilterHistory;
  material: FilterMaterial;
  onEdit: (to: Group, mark?: string) => void;
  onUndo: () => void;
  onRedo: () => void;
  /** Whether something is on its way to a place, so that Escape is not for closing. */
  onCarrying: (is: boolean) => void;
  action: string;
  isSaving: boolean;
  error: Error | null;
  onCancel: () => void;
  onApply: () => void;
};

/** The fields at the left, the conditions at the right, what they come to below. */
export function BuilderBody(props: Props) {
  const { history, material, onEdit, onCarrying } = props;
  const root = history.present;
  const ref = useRef<HTMLDivElement>(null);
  const [isListing, setIsListing] = useState(false);
  const focus = useFocusAfter(ref);
  const carrying = useCarrying({
    ...{ root, focus, edit: onEdit, onCarrying },
    comparisonOn: (path) =>
      newComparison({
        path,
        types: material.typesOf(path),
        known: material.knownOf(path),
      }),
  });
  const problems = useMemo(() => treeProblems(root), [root]);
  const matches = useMatches(root, material.records);
  const builder: Builder = {
    ...{ root, material, problems, matches, carrying, edit: onEdit },
    editAndFocus: (to, selector) => {
      onEdit(to);
      focus(selector);
    },
  };
  const onKeyDown = (event: KeyboardEvent) => {
    // A menu is outside of it, though its keys come by here.
    if (!event.currentTarget.contains(event.target as Node)) return;
    if (event.key === "Escape" && carrying.held !== null) carrying.letGo();
    else if (event.key === "Escape" && carrying.dragged === null)
      ref.current?.querySelector<HTMLElement>("[data-cancel]")?.focus();
    moveFocus(event, event.currentTarget, ["source", "place"]);
  };
  return (
    <BuilderContext value={builder}>
      <div
        ref={ref}
        className="mt-4 flex min-h-0 flex-1 flex-col"
        onKeyDown={onKeyDown}
      >
        <p role="status" aria-live="polite" className="sr-only">
          {carrying.said}
        </p>
        <StepsBack {...props} />
        <DragArea>
          <div className="flex w-[330px] flex-none flex-col border-r border-line pt-3 pr-4 max-md:hidden">
            <FieldTree />
          </div>
          <Canvas />
        </DragArea>
        {isListing && <MatchLists />}
        <BuilderFoot
          {...props}
          isListing={isListing}
          onListing={() => setIsListing((is) => !is)}
        />
      </div>
    </BuilderContext>
  );
}
