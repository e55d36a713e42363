"use client";
import {
  DndContext,
  DragOverlay,
  PointerSensor,
  pointerWithin,
  useSensor,
  useSensors,
} from "@dnd-kit/core";
import { useMemo, useState } from "react";
import { Input } from "@/components/ui/field";
import { Notice } from "@/components/ui/notice";
import { Tag } from "@/components/ui/tag";
import { pathsOfMapping } from "@/lib/mapping/paths-read";
import type { Mapping } from "@/lib/mapping/expression";
import { ANY } from "@/lib/mapping/value-type";
import { AddField } from "./add-field";
import { dropField, setField } from "./edit-mapping";
import { Lines } from "./lines";
import { SourceColumn } from "./source-column";
import { shownRows, sourceTree } from "./source-rows";
import { TargetColumn } from "./target-column";
import type { TargetRow } from "./target-rows";
import type { useMaterial } from "./use-material";
import { useStable } from "./use-stable";

type Props = {
  material: ReturnType<typeof useMaterial>;
  mapping: Mapping;
  rows: readonly TargetRow[];
  problems: ReadonlyMap<string, string>;
  selected: string | null;
  onSelect: (path: string) => void;
  onMapping: (mapping: Mapping) => void;
  onAdd: (path: string) => void;
};

const DRAG_FROM_PX = 4;

/** Two columns and the lines between them: by pointer, by key, or by click. */
export function Board({
  material,
  mapping,
  rows,
  problems,
  selected,
  onSelect,
  onMapping,
  onAdd,
}: Props) {
  const [search, setSearch] = useState("");
  const [turned, setTurned] = useState<ReadonlySet<string>>(new Set());
  const [held, setHeld] = useState<string | null>(null);
  const [dragged, setDragged] = useState<string | null>(null);
  const sensors = useSensors(
    useSensor(PointerSensor, {
      activationConstraint: { distance: DRAG_FROM_PX },
    }),
  );
  const { fields, samples } = material;
  const tree = useMemo(
    () => sourceTree(fields, samples.record),
    [fields, samples.record],
  );
  const sources = useMemo(
    () => shownRows(tree, turned, search),
    [tree, turned, search],
  );
  const drop = (source: string, target: string) => {
    const row = rows.find(({ path }) => path === target);
    onMapping(
      dropField(
        mapping,
        { path: source, types: material.types.get(source) ?? ANY },
        row ?? { path: target, type: ANY },
      ),
    );
    setHeld(null);
    onSelect(target);
  };
  const hold = useStable((path: string) => {
    const isSame = held === path;
    setHeld(isSame ? null : path);
    if (!isSame) focusFirstTarget();
  });
  const fold = useStable((path: string) => setTurned(toggled(turned, path)));
  const press = useStable((path: string) =>
    held === null ? onSelect(path) : drop(held, path),
  );
  const used = useMemo(() => new Set(pathsOfMapping(mapping)), [mapping]);
  return (
    <DndContext
      sensors={sensors}
      collisionDetection={pointerWithin}
      onDragStart={({ active }) => setDragged(String(active.id))}
      onDragCancel={() => setDragged(null)}
      onDragEnd={({ active, over }) => {
        setDragged(null);
        if (over !== null) drop(String(active.id), String(over.id));
      }}
    >
      <div
        className="min-w-0"
        onKeyDown={(event) => {
          if (event.key === "Escape" && held !== null) letGo(held, setHeld);
          moveFocus(event);
        }}
      >
        <p role="status" aria-live="polite" className="sr-only">
          {held === null
            ? ""
            : `${held} is picked up. Choose a field of the call, or Escape.`}
        </p>
        <div className="grid grid-cols-[minmax(0,1fr)_190px_minmax(0,1fr)]">
          <SourceHead
            search={search}
            onSearch={setSearch}
            count={material.fields.length}
          />
          <span />
          <TargetHead planName={material.planName} />
          {material.fields.length === 0 ? (
            <Notice tone="neutral">
              No record has arrived yet, so no field is known. Send a sample
              from the sync’s page.
            </Notice>
          ) : (
            <SourceColumn
              rows={sources}
              used={used}
              held={held}
              onHold={hold}
              onFold={fold}
            />
          )}
          <Lines
            sources={sources}
            targets={rows}
            problems={problems}
            selected={selected}
            onSelect={onSelect}
          />
          <div className="grid content-start gap-3">
            <TargetColumn
              rows={rows}
              problems={problems}
              selected={selected}
              held={held}
              onPress={press}
            />
            <AddField
              spec={material.spec}
              taken={rows}
              onAdd={onAdd}
              onAddAll={() =>
                onMapping(
                  setField(mapping, "properties.*", { pick: "properties" }),
                )
              }
            />
          </div>
        </div>
      </div>
      <DragOverlay dropAnimation={null}>
        {dragged !== null && (
          <span className="inline-flex h-[34px] items-center rounded-control border border-heap bg-surface px-2.5 text-sm font-medium shadow-float">
            {dragged}
          </span>
        )}
      </DragOverlay>
    </DndContext>
  );
}

function SourceHead({
  search,
  onSearch,
  count,
}: {
  search: string;
  onSearch: (text: string) => void;
  count: number;
}) {
  return (
    <div className="mb-3 flex items-center gap-2">
      <Tag tone="heap">Heap</Tag>
      <h2 className="text-sm font-semibold whitespace-nowrap">Event record</h2>
      <Input
        aria-label={`Search ${count} fields`}
        placeholder={`Search ${count} fields`}
        value={search}
        onChange={({ target }) => onSearch(target.value)}
        className="h-7"
      />
    </div>
  );
}

function TargetHead({ planName }: { planName: string | null }) {
  return (
    <div className="mb-3 flex h-7 items-center gap-2">
      <Tag tone="segment">Segment</Tag>
      <h2 className="grow text-sm font-semibold">Track</h2>
      {planName !== null && (
        <span className="text-xs text-ink-3">plan “{planName}”</span>
      )}
    </div>
  );
}

function toggled(set: ReadonlySet<string>, path: string): ReadonlySet<string> {
  const next = new Set(set);
  if (!next.delete(path)) next.add(path);
  return next;
}

function focusFirstTarget(): void {
  document.querySelector<HTMLElement>("[data-target]")?.focus();
}

function letGo(held: string, setHeld: (path: string | null) => void): void {
  setHeld(null);
  document
    .querySelector<HTMLElement>(`[data-source="${CSS.escape(held)}"]`)
    ?.focus();
}

/** The arrows go up and down a column. */
function moveFocus(event: React.KeyboardEvent): void {
  if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
  const { target } = event;
  if (!(target instanceof HTMLElement)) return;
  const kind = target.dataset.source === undefined ? "target" : "source";
  if (target.dataset[kind] === undefined) return;
  const all = [...document.querySelectorAll<HTMLElement>(`[data-${kind}]`)];
  const next = all[all.indexOf(target) + (event.key === "ArrowDown" ? 1 : -1)];
  event.preventDefault();
  next?.focus();
}
