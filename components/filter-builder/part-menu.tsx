"use client";
import { useRef } from "react";
import { Menu, MenuItem } from "@/components/ui/menu";
import { describePart } from "./describe-part";
import { isGroup, type Part } from "./filter-tree";
import { usePartActions } from "./use-part-actions";

type Item = {
  label: string;
  keys?: string;
  isOff?: boolean;
  run: () => void;
};

/** Everything that can be done with a part, by click and by key. */
export function PartMenu({ part }: { part: Part }) {
  const actions = usePartActions(part);
  const chosen = useRef<(() => void) | null>(null);
  const isOff = !actions.canMoveOut;
  const items: Item[] = [
    { label: "Move up", keys: "Alt ↑", run: () => actions.step("up") },
    { label: "Move down", keys: "Alt ↓", run: () => actions.step("down") },
    {
      ...{ label: "Out of the group", keys: "Alt ←", isOff },
      run: () => actions.step("out"),
    },
    { label: "Into a new group", keys: "Alt →", run: actions.wrap },
    ...(isGroup(part)
      ? [{ label: "Take the group apart", run: actions.ungroup }]
      : []),
    { label: "Duplicate", run: actions.duplicate },
    { label: "Remove", run: actions.remove },
  ];
  return (
    <Menu
      align="end"
      trigger={
        <button
          type="button"
          aria-label={`What to do with ${describePart(part)}`}
          className="h-[34px] w-7 flex-none rounded-control text-ink-2 hover:bg-sunken hover:text-ink"
        >
          <span aria-hidden>⋯</span>
        </button>
      }
      // Only when the menu is gone can the focus go where the part went.
      onCloseAutoFocus={(event) => {
        if (chosen.current === null) return;
        event.preventDefault();
        chosen.current();
        chosen.current = null;
      }}
    >
      {items.map(({ label, keys, isOff: isDisabled = false, run }) => (
        <MenuItem
          key={label}
          disabled={isDisabled}
          onSelect={() => {
            chosen.current = run;
          }}
        >
          <span className="grow">{label}</span>
          {keys !== undefined && (
            <kbd className="font-sans text-xs text-ink-3">{keys}</kbd>
          )}
        </MenuItem>
      ))}
    </Menu>
  );
}
