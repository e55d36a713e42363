import type { ReactNode } from "react";

/** One of some ways, of which one is chosen: what it is called, and what it means. */
export function Choice({
  name,
  isChosen,
  onChoose,
  title,
  help,
}: {
  /** Of the whole group. */
  name: string;
  isChosen: boolean;
  onChoose: () => void;
  title: string;
  help: ReactNode;
}) {
  return (
    <label className="flex items-start gap-2 text-sm">
      <input
        type="radio"
        name={name}
        className="mt-[3px]"
        checked={isChosen}
        onChange={onChoose}
      />
      <span className="min-w-0">
        <span className="font-medium">{title}</span>
        <span className="block text-xs text-ink-2">{help}</span>
      </span>
    </label>
  );
}
