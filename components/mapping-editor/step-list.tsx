"use client";
import { Button } from "@/components/ui/button";
import { Input, Select } from "@/components/ui/field";
import {
  FUNCTION_GROUPS,
  type Parameter,
} from "@/lib/mapping/functions/function-row";
import {
  findFunction,
  FUNCTION_NAMES,
  FUNCTIONS,
} from "@/lib/mapping/functions/table";
import { asTextual, type ValueType } from "@/lib/mapping/value-type";
import type { Json } from "@/lib/shared/json";
import type { Step } from "./chain";
import { plainText } from "./plain-text";
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
      <AddStep
        type={type}
        onAdd={(fn) => onChange([...steps, { fn, args: [], options: {} }])}
      />
    </div>
  );
}

function Value({
  label,
  traced,
}: {
  label: string;
  traced: Traced | undefined;
}) {
  if (traced === undefined) return null;
  return (
    <p className="flex min-w-0 gap-2 text-xs">
      <span className="text-ink-3">{label}</span>
      <span
        className={
          traced.isProblem
            ? "[overflow-wrap:anywhere] text-bad"
            : "font-mono [overflow-wrap:anywhere] text-ink-2"
        }
      >
        {traced.text}
      </span>
    </p>
  );
}

function StepRow({
  step,
  traced,
  onChange,
  onRemove,
}: {
  step: Step;
  traced: Traced | undefined;
  onChange: (step: Step) => void;
  onRemove: () => void;
}) {
  const row = findFunction(step.fn);
  return (
    <div className="grid gap-1.5 rounded-control border border-line bg-bg p-2.5">
      <div className="flex items-center gap-2">
        <span className="grow text-sm font-medium" title={row?.doc}>
          {row?.label ?? step.fn}
        </span>
        <Button
          size="sm"
          variant="ghost"
          aria-label={`Remove ${row?.label ?? step.fn}`}
          onClick={onRemove}
        >
          ✕
        </Button>
      </div>
      {(row?.parameters ?? []).slice(step.args.length).map((parameter) => (
        <ParameterInput
          key={parameter.name}
          parameter={parameter}
          value={step.options[parameter.name] as Json | undefined}
          onChange={(value) =>
            onChange({ ...step, options: setOption(step, parameter, value) })
          }
        />
      ))}
      <Value label="→" traced={traced} />
    </div>
  );
}

function setOption(step: Step, { name }: Parameter, value: Json | undefined) {
  const { [name]: _, ...rest } = step.options;
  return value === undefined ? rest : { ...rest, [name]: value };
}

function ParameterInput({
  parameter,
  value,
  onChange,
}: {
  parameter: Parameter;
  value: Json | undefined;
  onChange: (value: Json | undefined) => void;
}) {
  const { label, reader, otherwise } = parameter;
  const isNumber = typeof otherwise === "number";
  return (
    <label className="grid grid-cols-[110px_1fr] items-center gap-2 text-xs text-ink-2">
      {label}
      {reader.choices === undefined ? (
        <Input
          type={isNumber ? "number" : "text"}
          placeholder={placeholderOf(otherwise)}
          value={plainText(value)}
          onChange={({ target }) =>
            onChange(read(target.value, isNumber, reader.expects))
          }
        />
      ) : (
        <Select
          value={plainText(value ?? otherwise)}
          onChange={({ target }) => onChange(target.value)}
        >
          {reader.choices.map((choice) => (
            <option key={choice}>{choice}</option>
          ))}
        </Select>
      )}
    </label>
  );
}

const placeholderOf = (otherwise: unknown) =>
  typeof otherwise === "string" ||
  (typeof otherwise === "number" && otherwise !== Number.MAX_SAFE_INTEGER)
    ? String(otherwise)
    : "";

/** Tables are written as JSON; until they are whole they stay text. */
function read(text: string, isNumber: boolean, expects: string) {
  if (text === "") return undefined;
  if (isNumber) return Number(text);
  if (expects !== "an object") return text;
  try {
    return JSON.parse(text) as Json;
  } catch {
    return text;
  }
}

function AddStep({
  type,
  onAdd,
}: {
  type: ValueType;
  onAdd: (fn: string) => void;
}) {
  const fitting = FUNCTION_NAMES.filter(
    (name) => (asTextual(type) & FUNCTIONS[name].takes.accepts) !== 0,
  );
  return (
    <Select
      aria-label="Add a step"
      value=""
      onChange={({ target }) => {
        if (target.value !== "") onAdd(target.value);
      }}
    >
      <option value="">+ Add a step…</option>
      {Object.entries(FUNCTION_GROUPS).map(([group, title]) => (
        <optgroup key={group} label={title}>
          {fitting
            .filter((name) => FUNCTIONS[name].group === group)
            .map((name) => (
              <option key={name} value={name}>
                {FUNCTIONS[name].label}
              </option>
            ))}
        </optgroup>
      ))}
    </Select>
  );
}
