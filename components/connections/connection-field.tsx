"use client";
import { Button } from "@/components/ui/button";
import { Field, Input, Select } from "@/components/ui/field";
import type { FieldForm } from "@/lib/connectors/connector";

const SANDBOX = "sandbox";

type Props = {
  field: FieldForm;
  value: string | null;
  /** A credential that is stored: it can be replaced or taken away, never read. */
  isSet: boolean;
  hasSandbox: boolean;
  error: string | undefined;
  onChange: (value: string | null) => void;
};

export function ConnectionField(props: Props) {
  const { field, value, isSet, hasSandbox, error, onChange } = props;
  const help = (
    <>
      {field.help}
      {field.where !== null && (
        <span className="text-ink-3"> {field.where}</span>
      )}
    </>
  );
  return (
    <Field
      label={field.label}
      help={help}
      error={error}
      optional={!field.required && field.isNeeded !== true}
    >
      {(control) =>
        field.options !== undefined ? (
          <Select
            {...control}
            value={value ?? ""}
            onChange={(event) => onChange(event.target.value)}
          >
            {field.options
              .filter((option) => option.value !== SANDBOX || hasSandbox)
              .map((option) => (
                <option key={option.value} value={option.value}>
                  {option.label}
                </option>
              ))}
          </Select>
        ) : (
          <div className="flex gap-2">
            <Input
              {...control}
              type={field.secret ? "password" : "text"}
              inputMode={field.isNumber === true ? "decimal" : undefined}
              autoComplete="off"
              value={value ?? ""}
              required={field.required && !isSet}
              placeholder={placeholderOf(field, isSet, value)}
              onChange={(event) => onChange(event.target.value)}
            />
            {isSet && !field.required && (
              <Button
                className="h-[34px]"
                onClick={() => onChange(value === null ? "" : null)}
              >
                {value === null ? "Keep" : "Remove"}
              </Button>
            )}
          </div>
        )
      }
    </Field>
  );
}

function placeholderOf(
  field: FieldForm,
  isSet: boolean,
  value: string | null,
): string | undefined {
  if (isSet)
    return value === null ? "Will be removed" : "Stored. Type to replace it";
  return field.placeholder;
}
