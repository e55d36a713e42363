"use client";
import { DropdownMenu } from "radix-ui";
import { useRef } from "react";
import { describePart } from "./describe-part";
import { isGroup, type Part } from "./filter-tree";
import { usePartActions } from "./use-part-actions";

const itemClasses =
  "flex w-full items-center gap-6 rounded-[5px] px-2 py-1.5 text-sm outline-none select-none data-disabled:text-ink-3 data-highlighted:bg-sunken";

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
    <DropdownMenu.Root>
      <DropdownMenu.Trigger
        aria-label={`What to do with ${describePart(part)}`}
        className="h-[34px] w-7 flex-none rounded-control text-ink-2 hover:bg-sunken hover:text-ink"
      >
        <span aria-hidden>⋯</span>
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content
          align="end"
          sideOffset={4}
          collisionPadding={8}
          // Only when the menu is gone can the focus go where the part went.
          onCloseAutoFocus={(event) => {
            if (chosen.current === null) return;
            event.preventDefault();
            chosen.current();
            chosen.current = null;
          }}
          className="z-60 min-w-48 rounded-surface border border-line bg-surface p-1 shadow-float"
        >
          {items.map(({ label, keys, isOff: isDisabled = false, run }) => (
            <DropdownMenu.Item
              key={label}
              disabled={isDisabled}
              className={itemClasses}
              onSelect={() => {
                chosen.current = run;
              }}
            >
              <span className="grow">{label}</span>
              {keys !== undefined && (
                <kbd className="font-sans text-xs text-ink-3">{keys}</kbd>
              )}
            </DropdownMenu.Item>
          ))}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}
