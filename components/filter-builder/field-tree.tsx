"use client";
import { useDeferredValue, useMemo, useRef, useState } from "react";
import { SourceColumn } from "@/components/mapping-editor/source-column";
import { shownRows, sourceTree } from "@/components/mapping-editor/source-rows";
import { Input } from "@/components/ui/field";
import { Notice } from "@/components/ui/notice";
import { Tag } from "@/components/ui/tag";
import { toggled } from "@/components/mapping-editor/toggled";
import { useBuilder } from "./builder-context";
import { isGroup, partsOf } from "./filter-tree";

/** The record's fields, searchable, each to be dragged or picked up into the filter. */
export function FieldTree() {
  const { root, material, carrying } = useBuilder();
  const { fields, records } = material;
  const [search, setSearch] = useState("");
  // Typing goes before finding, which takes a moment among thousands.
  const sought = useDeferredValue(search);
  const box = useRef<HTMLDivElement>(null);
  const [turned, setTurned] = useState<ReadonlySet<string>>(new Set());
  const first = records?.[0] ?? null;
  const tree = useMemo(() => sourceTree(fields, first), [fields, first]);
  const rows = useMemo(
    () => shownRows(tree, turned, sought),
    [tree, turned, sought],
  );
  const used = new Set(
    partsOf(root).flatMap((part) => (isGroup(part) ? [] : [part.path])),
  );
  return (
    <>
      <div className="flex items-center gap-2 pb-3">
        <Tag tone="heap">Heap</Tag>
        <h3 className="text-sm font-semibold whitespace-nowrap">Record</h3>
        <Input
          aria-label={`Search ${fields.length} fields`}
          placeholder={`Search ${fields.length} fields`}
          value={search}
          onChange={({ target }) => {
            setSearch(target.value);
            box.current?.scrollTo({ top: 0 });
          }}
          className="h-7"
        />
      </div>
      <div
        ref={box}
        className="-mx-1 -mt-1 min-h-0 flex-1 overflow-y-auto px-1 pt-1"
      >
        {fields.length === 0 ? (
          <Notice tone="neutral">
            {records?.length === 0
              ? "No record has arrived yet, so no field is known. Write its path with “+ Condition”."
              : "Looking at the records’ fields…"}
          </Notice>
        ) : rows.length === 0 ? (
          <Notice tone="neutral">No field has this name or value.</Notice>
        ) : (
          <SourceColumn
            rows={rows}
            used={used}
            usedWord="in the filter"
            held={typeof carrying.held === "string" ? carrying.held : null}
            onHold={carrying.hold}
            onFold={(path) => setTurned(toggled(turned, path))}
          />
        )}
      </div>
    </>
  );
}
