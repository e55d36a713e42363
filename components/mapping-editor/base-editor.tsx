"use client";
import { useId, useState } from "react";
import { Button } from "@/components/ui/button";
import { Field, Input, Select } from "@/components/ui/field";
import type { Expression } from "@/lib/mapping/expression";
import { JsonExpression } from "./json-expression";
import { PathInput } from "./path-input";
import { plainText } from "./plain-text";

const KINDS = {
  path: "A field",
  first: "The first of several fields",
  value: "A constant",
  template: "Text with fields",
  other: "Something else (as JSON)",
} as const;
type Kind = keyof typeof KINDS;

type Props = {
  /** What it is made from now; null for a field that is not mapped yet. */
  base: Expression | null;
  paths: readonly string[];
  onChange: (base: Expression) => void;
};

/** What a field is made from, before any step. */
export function BaseEditor({ base, paths, onChange }: Props) {
  const [chosen, setChosen] = useState<Kind>(
    base === null ? "path" : kindOf(base),
  );
  const kind = base === null ? chosen : kindOf(base);
  return (
    <div className="grid gap-2">
      <Field label="Made from">
        {(control) => (
          <Select
            {...control}
            value={kind}
            onChange={({ target }) => {
              const next = target.value as Kind;
              setChosen(next);
              onChange(convert(base, next));
            }}
          >
            {Object.entries(KINDS).map(([value, label]) => (
              <option key={value} value={value}>
                {label}
              </option>
            ))}
          </Select>
        )}
      </Field>
      <Inside base={base ?? { path: "" }} paths={paths} onChange={onChange} />
    </div>
  );
}

function kindOf(base: Expression): Kind {
  if ("path" in base) return "path";
  if ("value" in base) return "value";
  if ("template" in base) return "template";
  if ("first" in base && base.first.every((one) => "path" in one))
    return "first";
  return "other";
}

/** Another kind of beginning that keeps what it can. */
function convert(base: Expression | null, to: Kind): Expression {
  const path = base === null ? "" : firstPath(base);
  if (to === "path") return { path };
  if (to === "value") return { value: "" };
  if (to === "template") return { template: path === "" ? "" : `{{${path}}}` };
  if (to === "first") return { first: [{ path }] };
  return {
    when: { path: path === "" ? "event" : path, op: "exists" },
    then: { path: path === "" ? "event" : path },
  };
}

function firstPath(base: Expression): string {
  if ("path" in base) return base.path;
  if ("first" in base)
    return (
      base.first.flatMap((one) => ("path" in one ? [one.path] : []))[0] ?? ""
    );
  return "";
}

function Inside({
  base,
  paths,
  onChange,
}: {
  base: Expression;
  paths: readonly string[];
  onChange: (base: Expression) => void;
}) {
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
  if ("template" in base)
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
  if ("first" in base && base.first.every((one) => "path" in one))
    return <Sources sources={base.first} paths={paths} onChange={onChange} />;
  return <JsonExpression value={base} onChange={onChange} />;
}

function Sources({
  sources,
  paths,
  onChange,
}: {
  sources: readonly Expression[];
  paths: readonly string[];
  onChange: (base: Expression) => void;
}) {
  const replace = (at: number, path: string) =>
    onChange({
      first: sources.map((one, index) => (index === at ? { path } : one)),
    });
  return (
    <div className="grid gap-2">
      {sources.map((one, index) => (
        <div key={index} className="flex items-end gap-1.5">
          <div className="grow">
            <PathInput
              label={index === 0 ? "First" : "Else"}
              value={"path" in one ? one.path : ""}
              paths={paths}
              onChange={(path) => replace(index, path)}
            />
          </div>
          {sources.length > 1 && (
            <Button
              size="sm"
              variant="ghost"
              aria-label={`Remove source ${index + 1}`}
              onClick={() =>
                onChange({ first: sources.filter((_, at) => at !== index) })
              }
            >
              ✕
            </Button>
          )}
        </div>
      ))}
      <div>
        <Button
          size="sm"
          onClick={() => onChange({ first: [...sources, { path: "" }] })}
        >
          + Source
        </Button>
      </div>
    </div>
  );
}

const CONSTANT_KINDS = ["text", "number", "yes/no", "null"] as const;

function ConstantInput({
  value,
  onChange,
}: {
  value: unknown;
  onChange: (base: Expression) => void;
}) {
  const id = useId();
  const kind = constantKind(value);
  return (
    <div className="grid grid-cols-[1fr_auto] items-end gap-1.5">
      <label className="grid gap-1 text-sm font-medium" htmlFor={id}>
        Value
        {kind === "yes/no" ? (
          <Select
            id={id}
            value={String(value)}
            onChange={({ target }) =>
              onChange({ value: target.value === "true" })
            }
          >
            <option value="true">yes (true)</option>
            <option value="false">no (false)</option>
          </Select>
        ) : (
          <Input
            id={id}
            disabled={kind === "null"}
            type={kind === "number" ? "number" : "text"}
            value={value === null ? "" : plainText(value)}
            onChange={({ target }) =>
              onChange({
                value: kind === "number" ? Number(target.value) : target.value,
              })
            }
          />
        )}
      </label>
      <Select
        aria-label="Kind of constant"
        isInline
        value={kind}
        onChange={({ target }) =>
          onChange({ value: constantOf(target.value, value) })
        }
      >
        {CONSTANT_KINDS.map((name) => (
          <option key={name}>{name}</option>
        ))}
      </Select>
    </div>
  );
}

function constantKind(value: unknown): (typeof CONSTANT_KINDS)[number] {
  if (typeof value === "number") return "number";
  if (typeof value === "boolean") return "yes/no";
  return value === null ? "null" : "text";
}

function constantOf(kind: string, value: unknown) {
  if (kind === "null") return null;
  if (kind === "yes/no") return true;
  if (kind === "number") return Number(value) || 0;
  return value === null ? "" : plainText(value);
}
