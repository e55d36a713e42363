"use client";
import { useState } from "react";
import { Field } from "@/components/ui/field";
import { ExpressionSchema, type Expression } from "@/lib/mapping/expression";
import { parseJson } from "./parse-json";

/** Any expression of the language, written as JSON; taken over once it is one. */
export function JsonExpression({
  value,
  onChange,
}: {
  value: Expression;
  onChange: (expression: Expression) => void;
}) {
  const [text, setText] = useState(() => JSON.stringify(value, null, 2));
  const problem = problemOf(text);
  return (
    <Field
      label="Expression"
      error={problem ?? undefined}
      help="Choices (when), lists (each) and many fields (pick), as the documentation writes them."
    >
      {(control) => (
        <textarea
          {...control}
          rows={8}
          spellCheck={false}
          value={text}
          onChange={({ target }) => {
            setText(target.value);
            const parsed = ExpressionSchema.safeParse(parseJson(target.value));
            if (parsed.success) onChange(parsed.data);
          }}
          className="rounded-control border border-line-strong bg-surface p-2 font-mono text-xs"
        />
      )}
    </Field>
  );
}

function problemOf(text: string): string | null {
  const value = parseJson(text);
  if (value === undefined) return "is no JSON yet";
  const result = ExpressionSchema.safeParse(value);
  return result.success
    ? null
    : (result.error.issues[0]?.message ?? "is no expression");
}
