"use client";
import { useId } from "react";
import { Input, Select } from "@/components/ui/field";
import type { Expression } from "@/lib/mapping/expression";
import { plainText } from "./plain-text";

const CONSTANT_KINDS = ["text", "number", "yes/no", "null"] as const;

/** A constant, with the kind of value that it is. */
export function ConstantInput({
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
