"use client";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { EmptyState } from "@/components/ui/empty-state";
import { Tag } from "@/components/ui/tag";
import { describeExpression } from "@/components/syncs/describe";
import { isClear, type Suggestion } from "@/lib/mapping/suggest";

/** What could be mapped, each with its reason: taken one by one, or all that are clear. */
export function SuggestDialog({
  suggestions,
  onAccept,
  onClose,
}: {
  suggestions: readonly Suggestion[];
  onAccept: (accepted: readonly Suggestion[]) => void;
  onClose: () => void;
}) {
  const clear = suggestions.filter(isClear);
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title="Suggestions"
      description="By name, type and plan. Where several fields fit, you choose."
      className="max-w-[640px]"
    >
      {suggestions.length === 0 ? (
        <EmptyState title="Nothing to suggest">
          What can be told by its name is mapped.
        </EmptyState>
      ) : (
        <>
          <ul className="mt-4 divide-y divide-line">
            {suggestions.map((suggestion) => (
              <Row
                key={suggestion.target}
                suggestion={suggestion}
                onAccept={(one) => onAccept([one])}
              />
            ))}
          </ul>
          <div className="mt-4 flex justify-end gap-2">
            <Button onClick={onClose}>Close</Button>
            <Button
              variant="primary"
              disabled={clear.length === 0}
              onClick={() => onAccept(clear)}
            >
              Accept {clear.length} clear ones
            </Button>
          </div>
        </>
      )}
    </Dialog>
  );
}

function Row({
  suggestion,
  onAccept,
}: {
  suggestion: Suggestion;
  onAccept: (suggestion: Suggestion) => void;
}) {
  const { target, expression, reason, confidence, alternatives } = suggestion;
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-1 py-2.5 text-sm">
      <span className="min-w-0 grow basis-60">
        <span className="font-medium">{target}</span>{" "}
        <span className="font-mono text-xs text-heap">
          ← {describeExpression(expression)}
        </span>
        <span className="block text-xs text-ink-2">{reason}</span>
        {alternatives.map((path) => (
          <button
            key={path}
            type="button"
            className="mt-1 mr-1.5 rounded-full border border-line-strong px-2 text-xs text-ink-2 hover:text-ink"
            onClick={() =>
              onAccept({ ...suggestion, from: path, expression: { path } })
            }
          >
            or {path}
          </button>
        ))}
      </span>
      <Tag tone={alternatives.length > 0 ? "warn" : "neutral"}>
        {alternatives.length > 0
          ? "several fit"
          : `${Math.round(confidence * 100)} %`}
      </Tag>
      <Button
        size="sm"
        aria-label={`Accept ${target}`}
        onClick={() => onAccept(suggestion)}
      >
        Accept
      </Button>
    </li>
  );
}
