"use client";
import { Select } from "@/components/ui/field";
import type { ValueType } from "@/lib/mapping/value-type";
import { newStep, type Step } from "./chain";
import { fittingSteps } from "./fitting-steps";
import { StepRow, Value } from "./step-row";
import type { Traced } from "./trace";

type Props = {
  steps: readonly Step[];
  /** Of what comes out at the end: only functions that take it are offered. */
  type: ValueType;
  /** The value before the first step, and after each. */
  traced: readonly Traced[];
  onChange: (steps: Step[]) => void;
};

/** The functions on a field's way, each with what it makes of the sample. */
export function StepList({ steps, type, traced, onChange }: Props) {
  return (
    <div className="grid gap-2">
      <Value label="Sample" traced={traced[0]} />
      {steps.map((step, index) => (
        <StepRow
          key={index}
          step={step}
          traced={traced[index + 1]}
          onChange={(next) =>
            onChange(steps.map((one, at) => (at === index ? next : one)))
          }
          onRemove={() => onChange(steps.filter((_, at) => at !== index))}
        />
      ))}
      <AddStep type={type} onAdd={(fn) => onChange([...steps, newStep(fn)])} />
    </div>
  );
}

function AddStep({
  type,
  onAdd,
}: {
  type: ValueType;
  onAdd: (fn: string) => void;
}) {
  return (
    <Select
      aria-label="Add a step"
      value=""
      onChange={({ target }) => {
        if (target.value !== "") onAdd(target.value);
      }}
    >
      <option value="">+ Add a step…</option>
      {fittingSteps(type).map(({ title, steps }) => (
        <optgroup key={title} label={title}>
          {steps.map(({ fn, label }) => (
            <option key={fn} value={fn}>
              {label}
            </option>
          ))}
        </optgroup>
      ))}
    </Select>
  );
}
