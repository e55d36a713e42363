import { signupEvents } from "../scenarios/signup";
import type { Column, Row } from "./columns";
import type { DumpForm, Stage } from "./dump-options";
import type { DumpTarget } from "./dump-target";
import { addedNames } from "./event-rows";
import type { ManifestTable } from "./manifest";
import { createTableWriter, type TableWriter } from "./table-writer";
import {
  eventColumns,
  migrationColumns,
  pageviewColumns,
  sessionColumns,
  tableOf,
  userColumns,
} from "./tables";
import { isWrittenAsText } from "./written-time";

export type WrittenTable = ManifestTable & { rows: number };

export type DumpTables = {
  /** A promise must be waited for before the next row; null: go on at once. */
  add(table: string, row: Row): Promise<void> | null;
  /** Ends all files and answers what stands in the dump, in the manifest's order. */
  finish(): Promise<WrittenTable[]>;
  /** Gives up all files that are under way. */
  cancel(): Promise<void>;
};

/** All tables that a dump may have, with their writers; a file begins with its first row. */
export function openDumpTables(
  target: DumpTarget,
  stages: readonly Stage[],
  stage: Stage,
  form: Required<DumpForm>,
): DumpTables {
  const { codec, partRows, bucket } = form;
  const { dumpId, seed } = stage;
  const columns = columnsByTable(stages, form);
  const writers = new Map<string, TableWriter>();
  for (const [table, ofTable] of columns) {
    const about = { dumpId, seed, table, columns: ofTable, codec, partRows };
    writers.set(table, createTableWriter(target, about));
  }

  return {
    add(table, row) {
      const writer = writers.get(table);
      if (writer === undefined) throw new Error(`There is no table ${table}`);
      return writer.add(row);
    },
    async finish() {
      const written: WrittenTable[] = [];
      for (const [name, writer] of writers) {
        const { rows, keys } = await writer.finish();
        const incremental = isIncremental(stage, name);
        // A table to which nothing happened is left out of a dump.
        if (incremental && rows === 0) continue;
        const files = keys.map((key) => `s3://${bucket}/${key}`);
        const names = (columns.get(name) ?? []).map((column) => column.name);
        written.push({ name, columns: names, files, incremental, rows });
      }
      return written;
    },
    async cancel() {
      for (const writer of writers.values()) await writer.cancel();
    },
  };
}

/** Whether the rows of this table add to those of earlier dumps, or take their place. */
export function isIncremental(stage: Stage, table: string): boolean {
  return stage.kind === "incremental" && !stage.rebuild.includes(table);
}

/** All tables that a dump may have, with their columns. */
export function columnsByTable(
  stages: readonly Stage[],
  form: Required<DumpForm>,
): Map<string, Column[]> {
  const added = addedNames(stages);
  const times = {
    events: isWrittenAsText(form.eventTimes) ? "text" : "long",
    users: isWrittenAsText(form.userTimes) ? "text" : "long",
  } as const;
  return new Map([
    ["users", userColumns(times, added)],
    ["user_migrations", migrationColumns(times)],
    ["sessions", sessionColumns(times)],
    ["pageviews", pageviewColumns(times)],
    ...[...signupEvents().keys()].map((event): [string, Column[]] => [
      tableOf(event, form.tableNames),
      eventColumns(event, times, added),
    ]),
  ]);
}
