"use client";
import { Button } from "@/components/ui/button";
import { Input, Select } from "@/components/ui/field";
import type { Parameter } from "@/lib/mapping/functions/function-row";
import { findFunction } from "@/lib/mapping/functions/table";
import type { Json } from "@/lib/shared/json";
import type { Step } from "./chain";
import { plainText } from "./plain-text";
import type { Traced } from "./trace";

/** What the sample's value is at some place of the chain. */
export function Value({
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

/** One step with its parameters and what it makes of the sample. */
export function StepRow({
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
