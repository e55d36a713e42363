"use client";
import { useMemo, useState } from "react";
import { Notice } from "@/components/ui/notice";
import { checkExpression } from "@/lib/mapping/check-expression";
import type { Expression, Mapping } from "@/lib/mapping/expression";
import { suggestMapping, type Suggestion } from "@/lib/mapping/suggest";
import type { SyncDto } from "@/lib/services/sync/schemas";
import { defaultSuggestions } from "@/lib/sync/actions/default-suggestions";
import { Board } from "./board";
import { EditorBar } from "./editor-bar";
import { ConflictNotice } from "./conflict-notice";
import { removeField, setField } from "./edit-mapping";
import { FieldPanel } from "./field-panel";
import { MappingTable } from "./mapping-table";
import { PipelineStrip } from "./pipeline-strip";
import { PreviewPanel } from "./preview-panel";
import { SuggestDialog } from "./suggest-dialog";
import { findTargets, targetRows } from "./target-rows";
import { useDraft } from "./use-draft";
import { useEditorKeys } from "./use-editor-keys";
import { useMaterial } from "./use-material";

/** Source at the left, destination at the right, what would be sent beside them. */
export function Editor({ sync, appId }: { sync: SyncDto; appId: string }) {
  const [isEditing, setIsEditing] = useState(false);
  const draft = useDraft(sync, isEditing);
  const { definition } = draft;
  const { mapping } = definition;
  const material = useMaterial(definition);
  const [added, setAdded] = useState<readonly string[]>([]);
  const [selected, setSelected] = useState<string | null>(null);
  const [isTable, setIsTable] = useState(false);
  const [isSuggesting, setIsSuggesting] = useState(false);
  useEditorKeys(draft);

  const setMapping = (to: Mapping) =>
    draft.change({ ...definition, mapping: to });
  const { fields, spec, planned } = material;
  const rows = useMemo(
    () => targetRows(mapping, spec, planned, added),
    [mapping, spec, planned, added],
  );
  const [search, setSearch] = useState("");
  const found = useMemo(() => findTargets(rows, search), [rows, search]);
  const row = rows.find(({ path }) => path === selected) ?? null;
  const { source, destination } = definition;
  const usual = useMemo(
    () => defaultSuggestions({ source, destination }, appId),
    [source, destination, appId],
  );
  const suggestions = useMemo(
    () => suggestMapping(fields, [...spec, ...planned], mapping, usual),
    [fields, spec, planned, mapping, usual],
  );
  const problems = new Map(
    material.problems
      .filter(({ severity }) => severity === "error")
      .map(({ path, message }) => [path.replace(/^mapping\./, ""), message]),
  );
  const accept = (accepted: readonly Suggestion[]) => {
    setMapping(
      accepted.reduce<Mapping>(
        (made, { target, expression }) => setField(made, target, expression),
        mapping,
      ),
    );
    setIsSuggesting(false);
  };
  const paths = material.fields.map(({ path }) => path);
  const addField = (path: string) => {
    setSearch("");
    setAdded((known) => [...known, path]);
    setSelected(path);
  };
  const change = (path: string, expression: Expression) =>
    setMapping(setField(mapping, path, expression));
  const remove = (path: string) => setMapping(removeField(mapping, path));
  const typeOf = (expression: Expression, path: string) =>
    checkExpression(
      expression,
      path,
      { fieldType: (field) => material.types.get(field) ?? null },
      [],
    );
  const columns = {
    ...{ rows: found, taken: rows, problems },
    ...{ selected, onSelect: setSelected },
    ...{ targetSearch: search, onTargetSearch: setSearch },
  };

  return (
    <>
      <EditorBar
        sync={sync}
        draft={draft}
        plan={material.plan}
        suggestionCount={suggestions.length}
        isTable={isTable}
        onTable={() => setIsTable((is) => !is)}
        onSuggest={() => setIsSuggesting(true)}
      />
      <PipelineStrip
        syncId={sync.id}
        definition={definition}
        planName={material.plan?.name ?? null}
        onEditing={setIsEditing}
        onChange={draft.change}
      />
      <ConflictNotice sync={sync} draft={draft} />
      {draft.save === "failed" && draft.problem !== null && (
        <Notice tone="bad" className="mb-4">
          Not saved: {draft.problem}
        </Notice>
      )}
      <div className="grid items-start gap-5 xl:grid-cols-[minmax(0,1fr)_344px]">
        {/* On a narrow screen there is no room for two columns and lines. */}
        <div className={isTable ? "min-w-0" : "min-w-0 md:hidden"}>
          <MappingTable
            {...columns}
            spec={material.spec}
            onAdd={addField}
            onRemove={remove}
          />
        </div>
        {!isTable && (
          <div className="hidden min-w-0 md:block">
            <Board
              {...columns}
              material={material}
              mapping={mapping}
              typeOf={typeOf}
              onMapping={setMapping}
              onAdd={addField}
            />
          </div>
        )}
        <aside className="overflow-hidden rounded-surface border border-line bg-surface xl:sticky xl:top-4 xl:max-h-[calc(100vh-32px)] xl:overflow-y-auto">
          {row !== null && (
            <FieldPanel
              row={row}
              paths={paths}
              source={definition.source}
              record={material.samples.record}
              typeOf={(expression) => typeOf(expression, row.path)}
              onChange={(expression) => change(row.path, expression)}
              onRemove={() => remove(row.path)}
              onClose={() => setSelected(null)}
            />
          )}
          <PreviewPanel
            syncId={sync.id}
            definition={definition}
            record={material.samples.record}
            position={material.samples.position}
            count={material.samples.count}
            search={material.samples.search}
            onSearch={material.samples.setSearch}
            onStep={material.samples.step}
            onPaste={material.samples.paste}
            onSelect={setSelected}
          />
        </aside>
      </div>
      {isSuggesting && (
        <SuggestDialog
          suggestions={suggestions}
          onAccept={accept}
          onClose={() => setIsSuggesting(false)}
        />
      )}
    </>
  );
}
