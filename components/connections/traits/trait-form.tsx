"use client";
import { useState, type SubmitEvent } from "react";
import { Button } from "@/components/ui/button";
import { Field, Input } from "@/components/ui/field";
import { ErrorNotice } from "@/components/ui/error-notice";
import { ApiError } from "@/lib/queries/api-client";
import { useSaveTrait } from "@/lib/queries/traits";
import { TRAIT_KINDS } from "@/lib/traits/kinds";
import { EventPicker } from "./event-picker";
import { KindPicker } from "./kind-picker";
import type { PartProps } from "./part-props";
import { PropertyPicker } from "./property-picker";
import { definitionOf, nameOf, type TraitDraft } from "./trait-draft";
import { WherePicker } from "./where-picker";
import { WindowPicker } from "./window-picker";

type Props = {
  connectionId: string;
  /** Null for a new one. */
  traitId: string | null;
  draft: TraitDraft;
  onChange: (patch: Partial<TraitDraft>) => void;
  onClose: () => void;
};

/** The builder's questions, one below the other. */
export function TraitForm({
  connectionId,
  traitId,
  draft,
  onChange,
  onClose,
}: Props) {
  const save = useSaveTrait(connectionId, traitId);
  const [isAsked, setIsAsked] = useState(false);
  const { definition, problems } = definitionOf(draft);
  const refused = save.error instanceof ApiError ? save.error.problems : [];
  const problemOf = (field: string) =>
    (isAsked ? problems?.get(field) : undefined) ??
    refused.find(({ path }) => path === field)?.message;
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    // The filter's dialog is within it for React, though not on the page.
    event.stopPropagation();
    event.preventDefault();
    setIsAsked(true);
    if (definition !== null) save.mutate(definition, { onSuccess: onClose });
  };
  const parts = { connectionId, draft, problemOf, onChange };
  return (
    <form
      noValidate
      onSubmit={submit}
      className="flex min-w-0 flex-col gap-4 md:min-h-0"
    >
      <div className="grid content-start gap-5 md:min-h-0 md:flex-1 md:overflow-y-auto md:px-1 md:pb-2">
        <KindPicker kind={draft.kind} onChange={(kind) => onChange({ kind })} />
        <EventPicker {...parts} />
        {TRAIT_KINDS[draft.kind].takesProperty && <PropertyPicker {...parts} />}
        {draft.kind === "adopted" && <AtLeast {...parts} />}
        <WindowPicker
          days={draft.days}
          onChange={(days) => onChange({ days })}
          problem={problemOf("in")}
        />
        <WherePicker {...parts} />
        <Name {...parts} />
      </div>
      <div className="flex flex-wrap items-center justify-end gap-2 border-t border-line pt-3">
        <div className="grow">
          {refused.length === 0 && <ErrorNotice error={save.error} />}
        </div>
        <Button onClick={onClose}>Cancel</Button>
        <Button type="submit" variant="primary" isBusy={save.isPending}>
          {traitId === null ? "Add the trait" : "Save"}
        </Button>
      </div>
    </form>
  );
}

function AtLeast({ draft, problemOf, onChange }: PartProps) {
  return (
    <Field
      label="At least"
      help="So many times make it true."
      error={problemOf("atLeast")}
    >
      {(control) => (
        <Input
          {...control}
          type="number"
          min={1}
          className="max-w-32"
          value={Number.isNaN(draft.atLeast) ? "" : draft.atLeast}
          onChange={({ target }) => onChange({ atLeast: target.valueAsNumber })}
        />
      )}
    </Field>
  );
}

function Name({ draft, problemOf, onChange }: PartProps) {
  return (
    <Field
      label="Name"
      help="What Segment calls the trait. Syncs of users find it as traits and this name."
      error={problemOf("name")}
    >
      {(control) => (
        <Input
          {...control}
          value={draft.name}
          placeholder={nameOf(draft)}
          spellCheck={false}
          maxLength={64}
          className="max-w-md font-mono text-xs"
          onChange={({ target }) => onChange({ name: target.value })}
        />
      )}
    </Field>
  );
}
