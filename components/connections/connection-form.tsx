"use client";
import { useState, type SubmitEvent } from "react";
import { Button } from "@/components/ui/button";
import { Field, Input } from "@/components/ui/field";
import { Notice } from "@/components/ui/notice";
import { useSession } from "@/components/shell/session";
import type { FieldForm } from "@/lib/connectors/connector";
import { connectors } from "@/lib/connectors/registry";
import { ApiError } from "@/lib/queries/api-client";
import type { ConnectionDto } from "@/lib/services/connection/schemas";
import { ConnectionField } from "./connection-field";
import { bodiesOf, valuesOf } from "./form-values";

export type ConnectionKindShown = "heap" | "segment";

type FormProps = {
  kind: ConnectionKindShown;
  connection: ConnectionDto | null;
  suggestedName: string;
  isBusy: boolean;
  error: Error | null;
  onSubmit: (body: {
    name: string;
    settings: Record<string, unknown>;
    credentials: Record<string, unknown>;
  }) => void;
};

/** One form for every kind, drawn from the kind's own fields. Keeps what was typed when it is refused. */
export function ConnectionForm(props: FormProps) {
  const { kind, connection, isBusy, error } = props;
  const { sandboxUrl } = useSession();
  const fields: readonly FieldForm[] = connectors[kind].fields;
  const [name, setName] = useState(connection?.name ?? props.suggestedName);
  const [values, setValues] = useState(() => valuesOf(fields, connection));
  const problems = error instanceof ApiError ? error.problems : [];
  const problemOf = (path: string) =>
    problems.find((problem) => problem.path === path)?.message;
  const isPlaced = problems.some(
    ({ path }) => path === "name" || fields.some((one) => one.path === path),
  );
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const bodies = bodiesOf(fields, values, connection !== null);
    props.onSubmit({ name: name.trim(), ...bodies });
  };
  const draw = (field: FieldForm) => (
    <ConnectionField
      key={field.path}
      field={field}
      value={values[field.path] ?? null}
      isSet={isStored(field, connection)}
      hasSandbox={sandboxUrl !== null}
      error={problemOf(field.path)}
      onChange={(value) => setValues({ ...values, [field.path]: value })}
    />
  );
  const advanced = fields.filter((field) => field.advanced === true);
  return (
    <form onSubmit={submit} className="mt-4 grid gap-4">
      {error !== null && !isPlaced && (
        <Notice tone="bad">{error.message}</Notice>
      )}
      <Field
        label="Name"
        help="How this connection is called in Sluice."
        error={problemOf("name")}
      >
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
      {fields.filter((field) => field.advanced !== true).map(draw)}
      {advanced.length > 0 && (
        <details className="group">
          <summary className="w-fit text-sm text-ink-2 hover:text-ink">
            More settings
          </summary>
          <div className="mt-3 grid gap-4">{advanced.map(draw)}</div>
        </details>
      )}
      <div className="flex justify-end">
        <Button type="submit" variant="primary" isBusy={isBusy}>
          {connection === null ? "Connect" : "Save"}
        </Button>
      </div>
    </form>
  );
}

function isStored(field: FieldForm, connection: ConnectionDto | null) {
  const [, name = ""] = field.path.split(".");
  return field.secret && (connection?.credentialsSet.includes(name) ?? false);
}
