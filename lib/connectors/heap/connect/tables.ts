import { eventTable } from "../../../sync/heap-event";

/**
 * What a table of Heap Connect holds. `skipped` ones repeat others (all_events) or
 * are about the export itself.
 */
export type TableKind =
  "migrations" | "users" | "sessions" | "pageviews" | "event" | "skipped";

const KINDS = new Map<string, TableKind>([
  ["user_migrations", "migrations"],
  ["users", "users"],
  ["sessions", "sessions"],
  ["pageviews", "pageviews"],
  ["all_events", "skipped"],
  ["_event_metadata", "skipped"],
  ["_sync_history", "skipped"],
  ["_sync_info", "skipped"],
]);

const ORDER: readonly TableKind[] = [
  "migrations",
  "users",
  "sessions",
  "pageviews",
  "event",
  "skipped",
];

export const kindOfTable = (name: string): TableKind =>
  KINDS.get(name) ?? "event";

/** Whether a table holds events; those of users and merges are always read and have no name to give. */
export const isOfEvents = (kind: TableKind): boolean =>
  kind !== "users" && kind !== "migrations";

/** Of one dump: who is who comes before what they did. */
export function inReadingOrder<T extends { name: string }>(
  tables: readonly T[],
): T[] {
  const rank = ({ name }: T) => ORDER.indexOf(kindOfTable(name));
  return tables.toSorted(
    (a, b) => rank(a) - rank(b) || (a.name < b.name ? -1 : 1),
  );
}

/** The column that tells a table's rows apart. */
export function keyColumn(kind: TableKind): string {
  if (kind === "users") return "user_id";
  return kind === "migrations" ? "from_user_id" : "event_id";
}

/**
 * The name that a table's events may have in Heap, which the export does not tell:
 * one that is known and gives this table, else the table's words.
 */
export function guessEventName(
  table: string,
  known: readonly string[],
): string {
  if (table === "pageviews") return "Pageview";
  if (table === "sessions") return "Session";
  // Sources disagree on whether each other character becomes an underscore, or a run of them one.
  const match = known.find(
    (event) => inRuns(eventTable(event)) === inRuns(table),
  );
  return match ?? titleOf(table);
}

const inRuns = (table: string) => table.replace(/_+/g, "_");

const titleOf = (table: string) =>
  table
    .split("_")
    .filter((word) => word !== "")
    .map((word) => `${word.slice(0, 1).toUpperCase()}${word.slice(1)}`)
    .join(" ");
