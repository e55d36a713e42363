"use client";
import { Select } from "./field";

/** Narrows a list by one of its properties. */
export function FilterSelect({
  label,
  all,
  value,
  options,
  onChange,
}: {
  label: string;
  /** What choosing nothing means, where that can be chosen. */
  all?: string;
  value: string | null;
  options: readonly { value: string; word: string }[];
  onChange: (value: string) => void;
}) {
  return (
    <Select
      aria-label={label}
      isInline
      value={value ?? ""}
      onChange={({ target }) => onChange(target.value)}
    >
      {all !== undefined && <option value="">{all}</option>}
      {options.map((option) => (
        <option key={option.value} value={option.value}>
          {option.word}
        </option>
      ))}
    </Select>
  );
}
