"use client";
import { Button } from "@/components/ui/button";
import { ErrorNotice } from "@/components/ui/error-notice";
import { useBuilder } from "./builder-context";
import { ROOT_ID } from "./filter-tree";
import { MatchSummary } from "./match-summary";

/** How many records match, and the two ways out. */
export function BuilderFoot({
  isListing,
  onListing,
  action,
  isSaving,
  error,
  onCancel,
  onApply,
}: {
  isListing: boolean;
  onListing: () => void;
  action: string;
  isSaving: boolean;
  error: Error | null;
  onCancel: () => void;
  onApply: () => void;
}) {
  const { problems } = useBuilder();
  const [first] = problems;
  const why = first === undefined ? null : whyNot(first[0], problems.size);
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-2 border-t border-line pt-3">
      <MatchSummary isOpen={isListing} onToggle={onListing} />
      <ErrorNotice error={error} />
      <div className="ml-auto flex items-center gap-2">
        {why !== null && <span className="text-xs text-ink-2">{why}</span>}
        <Button data-cancel onClick={onCancel}>
          Cancel
        </Button>
        <Button
          variant="primary"
          disabled={problems.size > 0}
          isBusy={isSaving}
          onClick={onApply}
        >
          {action}
        </Button>
      </div>
    </div>
  );
}

function whyNot(id: number, count: number): string {
  if (id === ROOT_ID) return "Mend the filter first";
  return count === 1 ? "1 thing to finish" : `${count} things to finish`;
}
