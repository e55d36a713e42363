import { isOfEvents } from "@/lib/connectors/heap/connect/tables";
import type {
  ChangeTablesInput,
  ConnectTableDto,
} from "@/lib/services/connect/schemas";

/** What was edited and is not saved yet, by table. */
export type TableDraft = Record<
  string,
  { event?: string; isIncluded?: boolean }
>;

/** What to save: a table that is to be read is so under the name that is shown. */
export function changesOf(
  tables: readonly ConnectTableDto[],
  draft: TableDraft,
): ChangeTablesInput["tables"] {
  return tables.flatMap((table) => {
    const edited = draft[table.name] ?? {};
    const isIncluded = edited.isIncluded ?? table.isIncluded;
    const shown = edited.event ?? table.event ?? table.guess;
    const event = isIncluded ? shown : (edited.event ?? table.event);
    const isSame = isIncluded === table.isIncluded && event === table.event;
    if (isSame || !isOfEvents(table.kind)) return [];
    return [{ name: table.name, event, isIncluded }];
  });
}

/** All tables of events, under the names that are shown. */
export const withGuesses = (
  tables: readonly ConnectTableDto[],
  draft: TableDraft,
): TableDraft =>
  Object.fromEntries(
    tables
      .filter(({ kind }) => isOfEvents(kind))
      .map(({ name }) => [name, { ...draft[name], isIncluded: true }]),
  );
