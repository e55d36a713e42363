"use client";
import { useState } from "react";
import { Field, Input, Select } from "@/components/ui/field";
import type { Expression } from "@/lib/mapping/expression";
import type { SourceStream } from "@/lib/sync/definition";
import {
  BASE_KINDS,
  convertBase,
  kindOfBase,
  type BaseKind,
} from "./base-kinds";
import { ConstantInput } from "./constant-input";
import { JsonExpression } from "./json-expression";
import { PathInput } from "./path-input";
import { PickEditor } from "./pick-editor";
import { SourceList } from "./source-list";
import { WhenEditor } from "./when-editor";

type Props = {
  /** What it is made from now; null for a field that is not mapped yet. */
  base: Expression | null;
  paths: readonly string[];
  /** The source's connection. */
  source: SourceStream;
  onChange: (base: Expression) => void;
};

/** What a field is made from, before any step. */
export function BaseEditor({ base, ...props }: Props) {
  const [chosen, setChosen] = useState<BaseKind>(
    base === null ? "path" : kindOfBase(base),
  );
  // As JSON everything can be written, whatever has a form of its own.
  const kind = base === null || chosen === "other" ? chosen : kindOfBase(base);
  return (
    <div className="grid gap-2">
      <Field label="Made from">
        {(control) => (
          <Select
            {...control}
            value={kind}
            onChange={({ target }) => {
              const next = target.value as BaseKind;
              setChosen(next);
              if (next === "other" && base !== null) return;
              props.onChange(convertBase(base, next));
            }}
          >
            {Object.entries(BASE_KINDS).map(([value, label]) => (
              <option key={value} value={value}>
                {label}
              </option>
            ))}
          </Select>
        )}
      </Field>
      {kind === "other" ? (
        <JsonExpression
          value={base ?? convertBase(null, "other")}
          onChange={props.onChange}
        />
      ) : (
        <Inside {...props} base={base ?? { path: "" }} />
      )}
    </div>
  );
}

function Inside(props: Props & { base: Expression }) {
  const { base, paths, onChange } = props;
  if ("path" in base)
    return (
      <PathInput
        label="Field of the record"
        value={base.path}
        paths={paths}
        onChange={(path) => onChange({ path })}
      />
    );
  if ("value" in base)
    return <ConstantInput value={base.value} onChange={onChange} />;
  if ("template" in base) return <TemplateInput {...props} base={base} />;
  if ("first" in base)
    return (
      <SourceList sources={base.first} paths={paths} onChange={onChange} />
    );
  if ("pick" in base)
    return <PickEditor pick={base} paths={paths} onChange={onChange} />;
  if ("when" in base)
    return (
      <WhenEditor
        choice={base}
        source={props.source}
        onChange={onChange}
        part={(inner, change) => (
          <BaseEditor {...props} base={inner} onChange={change} />
        )}
      />
    );
  return <JsonExpression value={base} onChange={onChange} />;
}

function TemplateInput({
  base,
  onChange,
}: {
  base: Extract<Expression, { template: string }>;
  onChange: (base: Expression) => void;
}) {
  return (
    <Field
      label="Text"
      help="Fields stand in double braces: {{event}} Completed"
    >
      {(control) => (
        <Input
          {...control}
          value={base.template}
          onChange={({ target }) => onChange({ template: target.value })}
        />
      )}
    </Field>
  );
}
