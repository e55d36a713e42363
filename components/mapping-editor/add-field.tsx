"use client";
import { useId, useState } from "react";
import { Button } from "@/components/ui/button";
import { Input } from "@/components/ui/field";
import { parseTarget } from "@/lib/mapping/target-path";
import type { TargetField } from "@/lib/mapping/target-field";

/** Another field of the call: one of Segment's spec, or any of one's own. */
export function AddField({
  spec,
  taken,
  onAdd,
  onAddAll,
}: {
  spec: readonly TargetField[];
  taken: readonly TargetField[];
  onAdd: (path: string) => void;
  onAddAll?: () => void;
}) {
  const listId = useId();
  const [path, setPath] = useState("");
  const known = new Set(taken.map((row) => row.path));
  const isUsable = parseTarget(path) !== null && !known.has(path);
  return (
    <form
      className="flex flex-wrap items-center gap-1.5"
      onSubmit={(event) => {
        event.preventDefault();
        if (!isUsable) return;
        onAdd(path);
        setPath("");
      }}
    >
      <Input
        aria-label="Another field of the call"
        list={listId}
        placeholder="properties.another"
        value={path}
        spellCheck={false}
        className="min-w-40 flex-1 font-mono text-xs"
        onChange={({ target }) => setPath(target.value)}
      />
      <datalist id={listId}>
        {spec
          .filter((target) => !known.has(target.path))
          .map((target) => (
            <option key={target.path} value={target.path}>
              {target.description}
            </option>
          ))}
      </datalist>
      <Button type="submit" disabled={!isUsable}>
        + Field
      </Button>
      {onAddAll !== undefined && !known.has("properties.*") && (
        <Button variant="ghost" onClick={onAddAll}>
          + All of properties
        </Button>
      )}
    </form>
  );
}
