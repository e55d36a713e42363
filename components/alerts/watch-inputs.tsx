"use client";
import { Field, Input, Select } from "@/components/ui/field";
import { WATCH_FORMS, type WatchField, type WatchValues } from "./watch-forms";

type Props = {
  watch: WatchValues;
  /** What is wrong with a setting, by its name. */
  problemOf: (name: string) => string | undefined;
  onChange: (watch: WatchValues) => void;
};

/** The settings of a watch, drawn from its kind's form. */
export function WatchInputs({ watch, problemOf, onChange }: Props) {
  const { fields } = WATCH_FORMS[watch.kind];
  if (fields.length === 0) return null;
  return (
    <div className="grid items-start gap-4 sm:grid-cols-2">
      {fields.map((field) => (
        <WatchInput
          key={field.name}
          field={field}
          value={watch[field.name]}
          problem={problemOf(field.name)}
          onChange={(value) => onChange({ ...watch, [field.name]: value })}
        />
      ))}
    </div>
  );
}

type InputProps = {
  field: WatchField;
  value: unknown;
  problem: string | undefined;
  onChange: (value: unknown) => void;
};

function WatchInput({ field, value, problem, onChange }: InputProps) {
  switch (field.type) {
    case "number":
      return <NumberInput {...{ field, value, problem, onChange }} />;
    case "choice":
      return (
        <Field label={field.label} error={problem} help={field.help}>
          {(control) => (
            <Select
              {...control}
              value={String(value)}
              onChange={({ target }) => onChange(target.value)}
            >
              {field.options.map((option) => (
                <option key={option.value} value={option.value}>
                  {option.label}
                </option>
              ))}
            </Select>
          )}
        </Field>
      );
    case "yes":
      return (
        <div className="sm:col-span-2">
          <label className="flex items-center gap-2 text-sm">
            <input
              type="checkbox"
              checked={value === true}
              onChange={({ target }) => onChange(target.checked)}
            />
            {field.label}
          </label>
          {field.help !== undefined && (
            <p className="text-xs text-ink-2">{field.help}</p>
          )}
        </div>
      );
    case "choices":
      return <Choices {...{ field, value, problem, onChange }} />;
  }
}

type Of<Type extends WatchField["type"]> = Omit<InputProps, "field"> & {
  field: Extract<WatchField, { type: Type }>;
};

function NumberInput({ field, value, problem, onChange }: Of<"number">) {
  return (
    <Field label={field.label} error={problem} help={field.help}>
      {(control) => (
        <span className="flex items-center gap-2">
          <Input
            {...control}
            type="number"
            required
            step="any"
            min={field.min}
            max={field.max}
            className="max-w-32"
            value={typeof value === "number" ? value : ""}
            onChange={({ target }) =>
              onChange(target.value === "" ? "" : target.valueAsNumber)
            }
          />
          <span className="text-sm text-ink-2">{field.unit}</span>
        </span>
      )}
    </Field>
  );
}

function Choices({ field, value, problem, onChange }: Of<"choices">) {
  const chosen = Array.isArray(value) ? value : [];
  return (
    <fieldset className="grid gap-1 sm:col-span-2">
      <legend className="mb-1 text-sm font-medium">{field.label}</legend>
      <div className="flex flex-wrap gap-x-4 gap-y-1">
        {field.options.map((option) => (
          <label key={option.value} className="flex items-center gap-2 text-sm">
            <input
              type="checkbox"
              checked={chosen.includes(option.value)}
              onChange={({ target }) =>
                onChange(
                  field.options
                    .map((one) => one.value)
                    .filter((one) =>
                      one === option.value
                        ? target.checked
                        : chosen.includes(one),
                    ),
                )
              }
            />
            {option.label}
          </label>
        ))}
      </div>
      {problem !== undefined && <p className="text-xs text-bad">{problem}</p>}
    </fieldset>
  );
}
