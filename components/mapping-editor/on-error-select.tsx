"use client";
import { Field, Input, Select } from "@/components/ui/field";
import type { FunctionOptions } from "@/lib/mapping/expression";
import type { Step } from "./chain";
import { plainText } from "./plain-text";

type OnError = FunctionOptions["onError"];

/** What happens to the record when a step can't do its work. */
export function OnErrorSelect({
  steps,
  onChange,
}: {
  steps: readonly Step[];
  onChange: (steps: Step[]) => void;
}) {
  const onError = steps.at(-1)?.options.onError;
  const apply = (to: OnError) => onChange(steps.map((step) => set(step, to)));
  return (
    <div className="grid gap-1.5">
      <Field label="If it can’t be converted">
        {(control) => (
          <Select
            {...control}
            value={kindOf(onError)}
            onChange={({ target }) => apply(onErrorOf(target.value))}
          >
            <option value="block">Block the record, with the reason</option>
            <option value="omit">Leave the field out</option>
            <option value="null">Send null</option>
            <option value="value">Send a default</option>
          </Select>
        )}
      </Field>
      {typeof onError === "object" && (
        <Input
          aria-label="Default"
          value={plainText(onError.value)}
          onChange={({ target }) => apply({ value: target.value })}
        />
      )}
    </div>
  );
}

function kindOf(onError: OnError): string {
  if (onError === undefined) return "block";
  return typeof onError === "object" ? "value" : onError;
}

function onErrorOf(kind: string): OnError {
  if (kind === "omit" || kind === "null") return kind;
  return kind === "value" ? { value: "" } : undefined;
}

function set(step: Step, onError: OnError): Step {
  const { onError: _, ...rest } = step.options;
  return {
    ...step,
    options: onError === undefined ? rest : { ...rest, onError },
  };
}
