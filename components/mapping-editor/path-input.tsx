"use client";
import { useId } from "react";
import { Field, Input } from "@/components/ui/field";
import { parsePath } from "@/lib/shared/json-path";

const OFFERED_MAX = 60;

/** A path of the record, offered as it is typed. */
export function PathInput({
  label,
  value,
  paths,
  onChange,
}: {
  label: string;
  value: string;
  paths: readonly string[];
  onChange: (path: string) => void;
}) {
  const listId = useId();
  const words = value.toLowerCase();
  const offered = paths
    .filter((path) => path !== value && path.toLowerCase().includes(words))
    .slice(0, OFFERED_MAX);
  const isBad = value !== "" && parsePath(value) === null;
  return (
    <Field
      label={label}
      error={isBad ? "should be a path such as properties.plan" : undefined}
    >
      {(control) => (
        <>
          <Input
            {...control}
            list={listId}
            value={value}
            spellCheck={false}
            className="font-mono text-xs"
            placeholder="properties.plan"
            onChange={({ target }) => onChange(target.value)}
          />
          <datalist id={listId}>
            {offered.map((path) => (
              <option key={path} value={path} />
            ))}
          </datalist>
        </>
      )}
    </Field>
  );
}
