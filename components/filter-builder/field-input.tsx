"use client";
import { useId, useState } from "react";
import { Input } from "@/components/ui/field";
import { useBuilder } from "./builder-context";

const OFFERED_MAX = 60;

/** The path that a condition asks for, offered as it is typed. */
export function FieldInput({
  id,
  value,
  noteId,
  isBad,
  onChange,
  onSettle,
}: {
  /** Of the row. */
  id: number;
  value: string;
  noteId: string | undefined;
  isBad: boolean;
  onChange: (path: string) => void;
  /** Another path was given: what is typed halfway may name a field of another kind. */
  onSettle: () => void;
}) {
  const { material } = useBuilder();
  const [before, setBefore] = useState<string | null>(null);
  const listId = useId();
  const words = value.toLowerCase();
  const offered =
    before !== null
      ? material.fields
          .filter(
            ({ path }) => path !== value && path.toLowerCase().includes(words),
          )
          .slice(0, OFFERED_MAX)
      : [];
  return (
    <>
      <Input
        aria-label="Field"
        aria-describedby={noteId}
        aria-invalid={isBad || undefined}
        data-field={id}
        list={listId}
        value={value}
        title={value}
        spellCheck={false}
        autoComplete="off"
        className="font-mono text-xs"
        placeholder="properties.plan"
        onFocus={() => setBefore(value)}
        onBlur={() => {
          setBefore(null);
          if (before !== null && before !== value) onSettle();
        }}
        onChange={({ target }) => onChange(target.value)}
      />
      <datalist id={listId}>
        {offered.map(({ path }) => (
          <option key={path} value={path} />
        ))}
      </datalist>
    </>
  );
}
