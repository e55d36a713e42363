"use client";
import { cx } from "class-variance-authority";
import { useRouter } from "next/navigation";
import { Dialog } from "radix-ui";
import { useState, type KeyboardEvent } from "react";
import { useConnections } from "@/lib/queries/connections";
import { useSyncs } from "@/lib/queries/syncs";
import { useTrackingPlans } from "@/lib/queries/tracking-plans";
import { templates } from "@/lib/templates/registry";
import { places, settingsPlaces } from "./places";
import { chooseTheme, themes } from "./theme";

const SHOWN_MAX = 12;

type Entry = { kind: string; label: string; run: () => void };

/** Finds every page, sync, connection, plan and template by typing. */
export function CommandPalette({ onClose }: { onClose: () => void }) {
  const [text, setText] = useState("");
  const [at, setAt] = useState(0);
  const found = useEntries()
    .filter(({ label, kind }) => matches(`${kind} ${label}`, text))
    .slice(0, SHOWN_MAX);
  const active = Math.min(at, found.length - 1);
  const choose = (entry: Entry | undefined) => {
    if (entry === undefined) return;
    onClose();
    entry.run();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "ArrowDown")
      setAt(Math.min(active + 1, found.length - 1));
    else if (event.key === "ArrowUp") setAt(Math.max(active - 1, 0));
    else if (event.key === "Enter") choose(found[active]);
    else return;
    event.preventDefault();
  };
  return (
    <Dialog.Root open onOpenChange={(isOpen) => !isOpen && onClose()}>
      <Dialog.Portal>
        <Dialog.Overlay className="fixed inset-0 z-40 bg-black/40" />
        <Dialog.Content
          aria-describedby={undefined}
          className="fixed top-[12vh] left-1/2 z-50 w-[calc(100vw-24px)] max-w-[560px] -translate-x-1/2 overflow-hidden rounded-surface border border-line bg-surface shadow-float"
        >
          <Dialog.Title className="sr-only">Find anything</Dialog.Title>
          <input
            role="combobox"
            aria-expanded
            aria-controls="palette-results"
            aria-activedescendant={
              active >= 0 ? `palette-${active}` : undefined
            }
            aria-label="Find a page, sync, connection, plan or template"
            autoFocus
            value={text}
            onChange={(event) => {
              setText(event.target.value);
              setAt(0);
            }}
            onKeyDown={onKeyDown}
            placeholder="Find a page, sync, connection, plan or template"
            className="w-full border-b border-line bg-transparent px-4 py-3 text-base outline-none"
          />
          <ul
            id="palette-results"
            role="listbox"
            aria-label="Results"
            className="max-h-[50vh] overflow-y-auto p-1.5"
          >
            {found.map((entry, index) => (
              <li
                key={`${entry.kind} ${entry.label}`}
                id={`palette-${index}`}
                role="option"
                aria-selected={index === active}
                onMouseMove={() => setAt(index)}
                onClick={() => choose(entry)}
                className={cx(
                  "flex cursor-pointer items-center gap-3 rounded-control px-2.5 py-2 text-sm",
                  index === active && "bg-sunken",
                )}
              >
                <span className="grow truncate">{entry.label}</span>
                <span className="text-xs text-ink-3">{entry.kind}</span>
              </li>
            ))}
            {found.length === 0 && (
              <li className="px-2.5 py-6 text-center text-sm text-ink-2">
                Nothing is named like this.
              </li>
            )}
          </ul>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

function useEntries(): Entry[] {
  const router = useRouter();
  const syncs = useSyncs().data ?? [];
  const connections = useConnections().data ?? [];
  const plans = useTrackingPlans().data ?? [];
  const go = (href: string) => () => router.push(href);
  return [
    ...[...places, ...settingsPlaces].map(({ href, label }) => ({
      kind: "Page",
      label,
      run: go(href),
    })),
    ...syncs.map(({ id, name }) => ({
      kind: "Sync",
      label: name,
      run: go(`/syncs/${id}`),
    })),
    ...connections.map(({ id, name }) => ({
      kind: "Connection",
      label: name,
      run: go(`/connections?open=${id}`),
    })),
    ...plans.map(({ id, name }) => ({
      kind: "Tracking plan",
      label: name,
      run: go(`/tracking-plans/${id}`),
    })),
    ...templates.map(({ slug, title }) => ({
      kind: "Template",
      label: title,
      run: go(`/templates/${slug}`),
    })),
    ...themes.map(({ value, label }) => ({
      kind: "Look",
      label,
      run: () => chooseTheme(value),
    })),
  ];
}

/** All words of the text, in any order. */
function matches(label: string, text: string): boolean {
  const hay = label.toLowerCase();
  return text
    .toLowerCase()
    .split(/\s+/)
    .every((word) => hay.includes(word));
}
