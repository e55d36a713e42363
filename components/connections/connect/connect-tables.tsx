"use client";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { ErrorNotice } from "@/components/ui/error-notice";
import { Input } from "@/components/ui/field";
import { Table, Td, Th } from "@/components/ui/table";
import { isOfEvents } from "@/lib/connectors/heap/connect/tables";
import { ApiError } from "@/lib/queries/api-client";
import { useChangeTables } from "@/lib/queries/connect";
import type { ConnectTableDto } from "@/lib/services/connect/schemas";
import { TablePreview } from "./table-preview";
import { changesOf, withGuesses, type TableDraft } from "./table-draft";

/** Which tables are read, and what Heap calls their events: the dumps don't tell. */
export function ConnectTables({
  connectionId,
  tables,
  isOfWarehouse,
}: {
  connectionId: string;
  tables: ConnectTableDto[];
  /** A warehouse can be asked for a table's first rows. */
  isOfWarehouse: boolean;
}) {
  const [looksAt, setLooksAt] = useState<string | null>(null);
  const [draft, setDraft] = useState<TableDraft>({});
  const change = useChangeTables(connectionId);
  if (tables.length === 0)
    return (
      <EmptyState title="No tables yet">
        {isOfWarehouse
          ? "They appear when the warehouse was looked into."
          : "They appear when the first dump was seen."}
      </EmptyState>
    );
  const changes = changesOf(tables, draft);
  const save = () => change.mutate(changes, { onSuccess: () => setDraft({}) });
  const edit = (name: string, part: TableDraft[string]) =>
    setDraft((before) => ({ ...before, [name]: { ...before[name], ...part } }));
  return (
    <form
      className="border-t border-line"
      onSubmit={(event) => {
        event.preventDefault();
        save();
      }}
    >
      <Table>
        <thead>
          <tr>
            <Th>Read</Th>
            <Th>Table</Th>
            <Th>Event in Heap</Th>
            <Th right>Rows</Th>
            <Th right>Changed</Th>
            <Th right>Gone</Th>
            {isOfWarehouse && <Th>First rows</Th>}
          </tr>
        </thead>
        <tbody>
          {tables.map((table) => (
            <Row
              key={table.name}
              table={table}
              draft={draft[table.name] ?? {}}
              onEdit={(part) => edit(table.name, part)}
              problem={problemAt(change.error, table.name)}
              onLook={isOfWarehouse ? () => setLooksAt(table.name) : null}
            />
          ))}
        </tbody>
      </Table>
      <div className="flex flex-wrap items-center gap-2 border-t border-line px-4 py-3">
        <Button
          type="submit"
          variant="primary"
          isBusy={change.isPending}
          disabled={changes.length === 0}
        >
          Save tables
        </Button>
        <Button onClick={() => setDraft(withGuesses(tables, draft))}>
          Read all, with these names
        </Button>
        {changes.length > 0 && (
          <Button variant="ghost" onClick={() => setDraft({})}>
            Discard
          </Button>
        )}
        <div className="grow">
          <ErrorNotice error={change.error} />
        </div>
      </div>
      {looksAt !== null && (
        <TablePreview
          connectionId={connectionId}
          table={looksAt}
          onClose={() => setLooksAt(null)}
        />
      )}
    </form>
  );
}

const problemAt = (error: Error | null, name: string) =>
  error instanceof ApiError
    ? error.problems.find(({ path }) => path === name)?.message
    : undefined;

function Row({
  table,
  draft,
  onEdit,
  problem,
  onLook,
}: {
  table: ConnectTableDto;
  draft: TableDraft[string];
  onEdit: (part: TableDraft[string]) => void;
  problem: string | undefined;
  /** Null: they can't be looked at. */
  onLook: (() => void) | null;
}) {
  const { name, rows } = table;
  const isFixed = !isOfEvents(table.kind);
  const isIncluded = draft.isIncluded ?? table.isIncluded;
  return (
    <tr>
      <Td>
        <input
          type="checkbox"
          aria-label={`Read ${name}`}
          className="block size-4 accent-accent"
          checked={isIncluded}
          disabled={isFixed}
          onChange={(event) => onEdit({ isIncluded: event.target.checked })}
        />
      </Td>
      <Td className="font-mono text-xs">{name}</Td>
      <Td className="min-w-56">
        {isFixed ? (
          <span className="text-ink-2">
            {table.kind === "users"
              ? "users and their properties"
              : "who became whom"}
          </span>
        ) : (
          <>
            <Input
              aria-label={`Event of ${name}`}
              aria-invalid={problem === undefined ? undefined : true}
              value={draft.event ?? table.event ?? table.guess}
              onChange={(event) => onEdit({ event: event.target.value })}
            />
            {problem !== undefined && (
              <p className="mt-1 text-xs text-bad">{problem}</p>
            )}
          </>
        )}
      </Td>
      <Td right>{count(rows.read)}</Td>
      <Td right>{count(rows.changed)}</Td>
      <Td right>
        {count(rows.gone)}
        {rows.refused > 0 && (
          <div className="text-xs text-bad">{count(rows.refused)} refused</div>
        )}
      </Td>
      {onLook !== null && (
        <Td>
          <Button size="sm" aria-label={`Look at ${name}`} onClick={onLook}>
            Look
          </Button>
        </Td>
      )}
    </tr>
  );
}

const count = (value: number) => value.toLocaleString("en");
