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
import type { Expression, Mapping } from "@/lib/mapping/expression";
import { ANY } from "@/lib/mapping/value-type";
import { sentenceCase } from "@/lib/shared/sentence-case";
import { AddField } from "./add-field";
import { dropField, setField } from "./edit-mapping";
import type { ChipActions } from "./line-chips";
import { Lines } from "./lines";
import { moveFocus } from "./move-focus";
import { PlanLink, type PlanNamed } from "./plan-link";
import { SourceColumn } from "./source-column";
import { shownRows, sourceTree } from "./source-rows";
import { TargetSearch } from "./target-search";
import { TargetColumn } from "./target-column";
import type { TargetRow } from "./target-rows";
import { toggled } from "./toggled";
import type { useMaterial } from "./use-material";
import { useStable } from "./use-stable";

type Props = {
  material: ReturnType<typeof useMaterial>;
  mapping: Mapping;
  /** Those that a search finds. */
  rows: readonly TargetRow[];
  /** All of them. */
  taken: readonly TargetRow[];
  targetSearch: string;
  onTargetSearch: (text: string) => void;
  problems: ReadonlyMap<string, string>;
  selected: string | null;
  typeOf: ChipActions["typeOf"];
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
  taken,
  targetSearch,
  onTargetSearch,
  problems,
  selected,
  typeOf,
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
  const carried = held ?? dragged;
  const typesOf = (path: string) => material.types.get(path) ?? ANY;
  const drop = (source: string, target: string) => {
    const row = rows.find(({ path }) => path === target);
    onMapping(
      dropField(
        mapping,
        { path: source, types: typesOf(source) },
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
  const actions = {
    typeOf: useStable(typeOf),
    onSelect: useStable(onSelect),
    onChange: useStable((path: string, expression: Expression) =>
      onMapping(setField(mapping, path, expression)),
    ),
  };
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
          moveFocus(event, document, ["source", "target"]);
        }}
      >
        <p role="status" aria-live="polite" className="sr-only">
          {held === null
            ? ""
            : `${held} is picked up. Choose a field of the call, or Escape.`}
        </p>
        <div className="grid grid-cols-[minmax(0,1fr)_190px_minmax(0,1fr)]">
          <SourceHead
            title={`${sentenceCase(material.stream.one)} record`}
            search={search}
            onSearch={setSearch}
            count={material.fields.length}
          />
          <span />
          <TargetHead
            plan={material.plan}
            count={taken.length}
            search={targetSearch}
            onSearch={onTargetSearch}
          />
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
            record={samples.record}
            actions={actions}
          />
          <div className="grid content-start gap-3">
            <TargetColumn
              rows={rows}
              problems={problems}
              selected={selected}
              held={held}
              carried={carried === null ? null : typesOf(carried)}
              onPress={press}
            />
            <AddField
              spec={material.spec}
              taken={taken}
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
  title,
  search,
  onSearch,
  count,
}: {
  title: string;
  search: string;
  onSearch: (text: string) => void;
  count: number;
}) {
  return (
    <div className="mb-3 flex items-center gap-2">
      <Tag tone="heap">Heap</Tag>
      <h2 className="text-sm font-semibold whitespace-nowrap">{title}</h2>
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

/** So many can be overlooked; more are searched. */
const ROWS_SEEN = 12;

function TargetHead({
  plan,
  count,
  search,
  onSearch,
}: {
  plan: PlanNamed | null;
  count: number;
  search: string;
  onSearch: (text: string) => void;
}) {
  return (
    <div className="mb-3 flex h-7 items-center gap-2">
      <Tag tone="segment">Segment</Tag>
      <h2 className="text-sm font-semibold">Track</h2>
      {count > ROWS_SEEN && (
        <TargetSearch count={count} search={search} onSearch={onSearch} />
      )}
      {plan !== null && (
        <span className="ml-auto text-xs whitespace-nowrap text-ink-3">
          <PlanLink plan={plan} />
        </span>
      )}
    </div>
  );
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
