"use client";
import { useId, useMemo, useState } from "react";
import { plainText } from "@/components/mapping-editor/plain-text";
import { Input, Select } from "@/components/ui/field";
import { CONDITION_OPERATORS } from "@/lib/mapping/condition-operators";
import { typesHeld } from "@/lib/mapping/fitting-operators";
import { TIME } from "@/lib/mapping/value-type";
import type { Json } from "@/lib/shared/json";
import { useBuilder } from "./builder-context";
import type { Row } from "./filter-tree";
import { readValue } from "./read-value";
import { controlFor } from "./value-control";
import { ValueList } from "./value-list";

type Props = {
  row: Row;
  noteId: string | undefined;
  isBad: boolean;
  onChange: (value: Json | undefined) => void;
};

/** What a condition compares with, given in the way that its operator and its field's types ask for. */
export function ValueInput(props: Props) {
  const { row, onChange } = props;
  const { material } = useBuilder();
  const { path, op, value } = row;
  const { knownOf, typesOf } = material;
  const known = useMemo(() => knownOf(path), [knownOf, path]);
  const types = typesOf(path);
  const read = (text: string, before: Json | undefined) =>
    readValue(text, { op, types, before, known });
  const control = controlFor(op, types, value);
  if (control === "none") return null;
  if (control === "boolean") return <YesNo {...props} />;
  const shared = { ...props, offered: known.map(String) };
  if (control === "list")
    return (
      <ValueList
        {...shared}
        items={Array.isArray(value) ? value : []}
        read={(text) =>
          read(text, Array.isArray(value) ? value.at(-1) : undefined)
        }
        onChange={onChange}
      />
    );
  return (
    <TypedValue
      {...shared}
      isNumber={control === "number"}
      isTime={typesHeld(types) === TIME}
      read={(text) => read(text, value)}
    />
  );
}

function YesNo({ row, noteId, isBad, onChange }: Props) {
  return (
    <Select
      aria-label="Value"
      aria-describedby={noteId}
      aria-invalid={isBad || undefined}
      value={plainText(row.value)}
      onChange={({ target }) =>
        onChange(target.value === "" ? undefined : target.value === "true")
      }
    >
      {row.value === undefined && <option value="">choose…</option>}
      <option value="true">yes</option>
      <option value="false">no</option>
    </Select>
  );
}

/** What is typed stays as it is typed for as long as it means the value that there is. */
function TypedValue({
  row,
  noteId,
  isBad,
  offered,
  isNumber,
  isTime,
  read,
  onChange,
}: Props & {
  offered: readonly string[];
  isNumber: boolean;
  isTime: boolean;
  read: (text: string) => Json | undefined;
}) {
  const { op, value } = row;
  const [typed, setTyped] = useState("");
  const listId = useId();
  const isPattern = CONDITION_OPERATORS[op].takes === "pattern";
  const isStill =
    typed !== "" && JSON.stringify(read(typed)) === JSON.stringify(value);
  return (
    <>
      <Input
        aria-label="Value"
        aria-describedby={noteId}
        aria-invalid={isBad || undefined}
        type={isNumber ? "number" : "text"}
        step="any"
        list={isPattern ? undefined : listId}
        autoComplete="off"
        spellCheck={false}
        className={isPattern ? "font-mono text-xs" : undefined}
        placeholder={placeholderOf(value, isPattern, isTime, offered[0])}
        value={isStill ? typed : plainText(value)}
        onChange={({ target }) => {
          setTyped(target.value);
          onChange(read(target.value));
        }}
      />
      <datalist id={listId}>
        {offered.map((text) => (
          <option key={text} value={text} />
        ))}
      </datalist>
    </>
  );
}

function placeholderOf(
  value: Json | undefined,
  isPattern: boolean,
  isTime: boolean,
  example: string | undefined,
): string {
  if (value === "") return "empty text";
  if (isPattern) return "^Sign";
  return isTime ? (example ?? "2026-11-01T10:00:00Z") : "a value";
}
