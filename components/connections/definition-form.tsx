"use client";
import { useState, type SubmitEvent } from "react";
import { Button } from "@/components/ui/button";
import { Field, Input } from "@/components/ui/field";
import { Notice } from "@/components/ui/notice";
import { useSession } from "@/components/shell/session";
import type { FieldForm } from "@/lib/connectors/connector";
import { ApiError } from "@/lib/queries/api-client";
import { ConnectionField } from "./connection-field";
import { bodiesOf, isAsked, valuesOf } from "./form-values";

/** What is stored of the thing that is changed. */
type Stored = {
  name: string;
  settings: Record<string, unknown>;
  credentialsSet: string[];
};

export type DefinitionFormProps = {
  fields: readonly FieldForm[];
  /** Null for a new one. */
  stored: Stored | null;
  suggestedName: string;
  nameHelp: string;
  /** What the button says. */
  action: string;
  isBusy: boolean;
  error: Error | null;
  onSubmit: (body: {
    name: string;
    settings: Record<string, unknown>;
    credentials: Record<string, unknown>;
  }) => void;
};

/** One form for whatever has a definition, drawn from its own fields. Keeps what was typed when it is refused. */
export function DefinitionForm(props: DefinitionFormProps) {
  const { fields, stored, isBusy, error } = props;
  const { sandboxUrl } = useSession();
  const [name, setName] = useState(stored?.name ?? props.suggestedName);
  const [values, setValues] = useState(() => valuesOf(fields, stored));
  const problems = error instanceof ApiError ? error.problems : [];
  const problemOf = (path: string) =>
    problems.find((problem) => problem.path === path)?.message;
  const isPlaced = problems.some(
    ({ path }) =>
      path === "name" ||
      fields.some((one) => one.path === path && isAsked(one, values)),
  );
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const bodies = bodiesOf(fields, values, stored !== null);
    props.onSubmit({ name: name.trim(), ...bodies });
  };
  const draw = (field: FieldForm) => (
    <ConnectionField
      key={field.path}
      field={field}
      value={values[field.path] ?? null}
      isSet={isStored(field, stored)}
      hasSandbox={sandboxUrl !== null}
      error={problemOf(field.path)}
      onChange={(value) => setValues({ ...values, [field.path]: value })}
    />
  );
  const shown = fields.filter((field) => isAsked(field, values));
  const advanced = shown.filter((field) => field.advanced === true);
  return (
    <form onSubmit={submit} className="mt-4 grid gap-4">
      {error !== null && !isPlaced && (
        <Notice tone="bad">{error.message}</Notice>
      )}
      <Field label="Name" help={props.nameHelp} error={problemOf("name")}>
        {(control) => (
          <Input
            {...control}
            value={name}
            onChange={(event) => setName(event.target.value)}
            required
            maxLength={80}
          />
        )}
      </Field>
      {shown.filter((field) => field.advanced !== true).map(draw)}
      {advanced.length > 0 && (
        <details
          className="group"
          // What is refused must be seen.
          open={
            advanced.some(({ path }) => problemOf(path) !== undefined) ||
            undefined
          }
        >
          <summary className="w-fit text-sm text-ink-2 hover:text-ink">
            More settings
          </summary>
          <div className="mt-3 grid gap-4">{advanced.map(draw)}</div>
        </details>
      )}
      <div className="flex justify-end">
        <Button type="submit" variant="primary" isBusy={isBusy}>
          {props.action}
        </Button>
      </div>
    </form>
  );
}

function isStored(field: FieldForm, stored: Stored | null) {
  const [, name = ""] = field.path.split(".");
  return field.secret && (stored?.credentialsSet.includes(name) ?? false);
}
