"use client";
import { useState, type ReactNode } from "react";
import { FilterDialog } from "@/components/filter-builder/filter-dialog";
import { describeCondition } from "@/components/syncs/describe";
import { Button } from "@/components/ui/button";
import type { Expression } from "@/lib/mapping/expression";
import type { SourceStream } from "@/lib/sync/definition";

type Choice = Extract<Expression, { when: unknown }>;

/** One thing or another, by a condition that is built as filters are. */
export function WhenEditor({
  choice,
  source,
  onChange,
  part,
}: {
  choice: Choice;
  /** The source, on whose fields the condition is. */
  source: SourceStream;
  onChange: (choice: Choice) => void;
  /** The editor of what one of both is made from. */
  part: (
    base: Expression | null,
    onChange: (base: Expression) => void,
  ) => ReactNode;
}) {
  const [isOpen, setIsOpen] = useState(false);
  const { else: otherwise, ...rest } = choice;
  return (
    <div className="grid gap-3">
      <div className="grid gap-1.5">
        <span className="text-sm font-medium">When</span>
        <p className="text-sm [overflow-wrap:anywhere] text-ink-2">
          {describeCondition(choice.when)}
        </p>
        <div>
          <Button size="sm" onClick={() => setIsOpen(true)}>
            Change the condition
          </Button>
        </div>
      </div>
      <Branch title="Then">
        {part(choice.then, (then) => onChange({ ...choice, then }))}
      </Branch>
      <Branch
        title="Otherwise"
        aside={
          otherwise === undefined ? (
            <Button
              size="sm"
              onClick={() => onChange({ ...rest, else: { value: "" } })}
            >
              + Something else
            </Button>
          ) : (
            <Button size="sm" variant="ghost" onClick={() => onChange(rest)}>
              Nothing
            </Button>
          )
        }
      >
        {otherwise === undefined ? (
          <p className="text-sm text-ink-2">The field is left out.</p>
        ) : (
          part(otherwise, (next) => onChange({ ...rest, else: next }))
        )}
      </Branch>
      {isOpen && (
        <FilterDialog
          title="When"
          description="The choice is made for each record by these conditions."
          action="Use this condition"
          where={choice.when}
          source={source}
          onChange={(when) => {
            // Without a condition there is no choice: the one before stays.
            if (when !== null) onChange({ ...choice, when });
            setIsOpen(false);
          }}
          onClose={() => setIsOpen(false)}
        />
      )}
    </div>
  );
}

function Branch({
  title,
  aside,
  children,
}: {
  title: string;
  aside?: ReactNode;
  children: ReactNode;
}) {
  return (
    <fieldset className="grid gap-2 rounded-control border border-line p-2.5">
      <legend className="sr-only">{title}</legend>
      <div className="flex items-center gap-2">
        <span aria-hidden className="grow text-sm font-medium">
          {title}
        </span>
        {aside}
      </div>
      {children}
    </fieldset>
  );
}
