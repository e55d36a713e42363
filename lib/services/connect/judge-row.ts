import type { Row } from "../../connectors/heap/connect/row";
import {
  toMigration,
  toRowRecord,
  type Migration,
  type RowRecord,
} from "../../connectors/heap/connect/to-record";
import type { TablePlace } from "./place";

/** Whatever is larger no destination takes; it would only fill the inbox. */
const RECORD_CHARACTERS_MAX = 1_048_576;
/** Of what is refused so much is kept to look at. */
const REFUSED_CHARACTERS = 4_096;

/** What a row of a table comes to. */
export type JudgedRow =
  | { kind: "record"; record: RowRecord }
  | { kind: "migration"; migration: Migration }
  | { kind: "refused"; message: string; text: string };

/** Says what a row is, before anything is known of those that came before. */
export function judgeRow(place: TablePlace, row: Row): JudgedRow {
  if (place.kind === "migrations") {
    const migration = toMigration(row);
    return migration === null
      ? refused(place, row, "it does not name two users")
      : { kind: "migration", migration };
  }
  const outcome = toRowRecord(place.kind, row);
  if (!outcome.ok) return refused(place, row, outcome.message);
  const { length } = outcome.row.content;
  if (length > RECORD_CHARACTERS_MAX)
    return refused(place, row, `it has ${length} characters`);
  return { kind: "record", record: outcome.row };
}

function refused(
  { table, dumpId }: TablePlace,
  row: Row,
  reason: string,
): JudgedRow {
  const text = JSON.stringify(row).slice(0, REFUSED_CHARACTERS);
  const message = `A row of ${table} (dump ${dumpId}): ${reason}`;
  return { kind: "refused", message, text };
}
