"use client";
import { useId, useState, type KeyboardEvent } from "react";
import { plainText } from "@/components/mapping-editor/plain-text";
import type { Json } from "@/lib/shared/json";

/** A list of values as chips: Enter adds what is typed, Backspace takes the last away. */
export function ValueList({
  label = "Value",
  items,
  offered,
  noteId,
  isBad,
  read,
  onChange,
}: {
  label?: string;
  items: readonly Json[];
  offered: readonly string[];
  noteId: string | undefined;
  isBad: boolean;
  read: (text: string) => Json | undefined;
  /** Undefined for a list without values. */
  onChange: (items: Json[] | undefined) => void;
}) {
  const [text, setText] = useState("");
  const listId = useId();
  const change = (next: Json[]) =>
    onChange(next.length === 0 ? undefined : next);
  const add = (typed: string) => {
    const item = typed.trim() === "" ? undefined : read(typed.trim());
    setText("");
    if (item !== undefined && !items.includes(item)) change([...items, item]);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Enter") {
      event.preventDefault();
      add(text);
    }
    if (event.key === "Backspace" && text === "" && items.length > 0)
      change(items.slice(0, -1));
  };
  return (
    <div className="flex min-h-[34px] flex-wrap items-center gap-1 rounded-control border border-line-strong bg-surface p-1 has-aria-invalid:border-bad">
      {items.map((item, index) => (
        <Chip
          key={index}
          text={plainText(item)}
          onRemove={() => change(items.filter((_, at) => at !== index))}
        />
      ))}
      <input
        aria-label={label}
        aria-describedby={noteId}
        aria-invalid={isBad || undefined}
        list={listId}
        value={text}
        autoComplete="off"
        spellCheck={false}
        placeholder={items.length === 0 ? "a value, then Enter" : "add…"}
        className="h-6 min-w-16 flex-1 rounded-[4px] bg-transparent px-1.5 text-sm"
        onKeyDown={onKeyDown}
        onBlur={() => add(text)}
        onChange={({ target, nativeEvent }) => {
          if (isPicked(nativeEvent)) add(target.value);
          else setText(target.value);
        }}
      />
      <datalist id={listId}>
        {offered.map((one) => (
          <option key={one} value={one} />
        ))}
      </datalist>
    </div>
  );
}

/** What is chosen from the offered values is meant; what is typed may go on. */
const isPicked = (event: Event) =>
  event instanceof InputEvent && event.inputType === "insertReplacementText";

function Chip({ text, onRemove }: { text: string; onRemove: () => void }) {
  return (
    <span className="inline-flex h-6 max-w-full items-center rounded-[5px] bg-sunken pl-2 text-xs font-medium">
      <span className="truncate" title={text}>
        {text === "" ? "empty text" : text}
      </span>
      <button
        type="button"
        aria-label={`Remove ${text}`}
        onClick={onRemove}
        className="grid size-6 flex-none place-items-center rounded-[5px] text-ink-2 hover:text-ink"
      >
        <span aria-hidden>✕</span>
      </button>
    </span>
  );
}
