import type { ReactNode } from "react";

/** Something that is on or off by itself: what it is called, and what it means. */
export function Tick({
  isOn,
  onChange,
  title,
  help,
}: {
  isOn: boolean;
  onChange: (isOn: boolean) => void;
  title: string;
  help: ReactNode;
}) {
  return (
    <label className="flex items-start gap-2 text-sm">
      <input
        type="checkbox"
        className="mt-[3px]"
        checked={isOn}
        onChange={({ target }) => onChange(target.checked)}
      />
      <span className="min-w-0">
        <span className="font-medium">{title}</span>
        <span className="block text-xs text-ink-2">{help}</span>
      </span>
    </label>
  );
}
