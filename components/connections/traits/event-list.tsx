"use client";
import { useState } from "react";
import { formatCount } from "@/components/ledger/outcomes";
import { Button } from "@/components/ui/button";
import { Input } from "@/components/ui/field";
import { useEventNames } from "@/lib/queries/connections";

/** Events to tick: those that came lately, and others by their names. */
export function EventList({
  connectionId,
  chosen,
  onChange,
}: {
  connectionId: string;
  chosen: readonly string[];
  onChange: (chosen: string[]) => void;
}) {
  const source = { connection: connectionId, stream: "events" as const };
  const seen = useEventNames(source).data ?? [];
  const counts = new Map(seen.map(({ event, count }) => [event, count]));
  const names = [...new Set([...counts.keys(), ...chosen])];
  return (
    <>
      {names.length > 0 && (
        <ul
          aria-label="Events that came lately"
          className="grid max-h-44 max-w-md gap-1.5 overflow-y-auto rounded-control border border-line px-3 py-2"
        >
          {names.map((name) => (
            <li key={name}>
              <label className="flex items-center gap-2 text-sm">
                <input
                  type="checkbox"
                  className="accent-accent"
                  checked={chosen.includes(name)}
                  onChange={({ target }) =>
                    onChange(
                      target.checked
                        ? [...chosen, name]
                        : chosen.filter((one) => one !== name),
                    )
                  }
                />
                <span className="grow [overflow-wrap:anywhere]">{name}</span>
                <span className="text-xs text-ink-3 tabular-nums">
                  {formatCount(counts.get(name) ?? 0)}
                </span>
              </label>
            </li>
          ))}
        </ul>
      )}
      <AddEvent onAdd={(name) => onChange([...new Set([...chosen, name])])} />
    </>
  );
}

/** For an event that did not come lately. */
function AddEvent({ onAdd }: { onAdd: (name: string) => void }) {
  const [name, setName] = useState("");
  const add = () => {
    if (name.trim() !== "") onAdd(name.trim());
    setName("");
  };
  return (
    <div className="flex max-w-md gap-1.5">
      <Input
        aria-label="Another event"
        placeholder="another event, by its name"
        value={name}
        onChange={({ target }) => setName(target.value)}
        onKeyDown={(event) => {
          if (event.key !== "Enter") return;
          event.preventDefault();
          add();
        }}
      />
      <Button disabled={name.trim() === ""} onClick={add}>
        Add
      </Button>
    </div>
  );
}
