import { canonicalJson } from "../../../shared/canonical-json";
import type { Json, JsonObject } from "../../../shared/json";
import type { Row } from "./row";
import { keyColumn, type TableKind } from "./tables";
import { toIsoTime } from "./time";

/** What a row says, before it is known whom its user became. */
export type RowRecord = {
  /** Tells the rows of its table apart. */
  key: string;
  userId: string;
  /** The same for the same content, whoever the user is. */
  content: string;
  record: JsonObject;
};

export type RowOutcome =
  { ok: true; row: RowRecord } | { ok: false; message: string };

/** Sources disagree on its meaning, and Heap calls it internal. */
const IGNORED = "session_time";
const OF_EVENT = new Set([
  "event_id",
  "user_id",
  "session_id",
  "time",
  IGNORED,
]);
const OF_USER = new Set([
  ...["user_id", "identity", "email", "handle"],
  ...["joindate", "join_date", "last_modified"],
]);

/**
 * A row of an event's table as the Heap event that contract and ingest know, or
 * of the users' table as a user. Columns that are empty say nothing: one that
 * appears later does not change the rows that have none of it.
 */
export function toRowRecord(kind: TableKind, row: Row): RowOutcome {
  const key = keyText(row[keyColumn(kind)]);
  if (key === null) return missing(keyColumn(kind));
  if (kind === "users") return userOf(key, row);
  const userId = keyText(row.user_id);
  if (userId === null) return missing("user_id");
  const record: JsonObject = {
    ...{ event_id: key, session_id: idText(row.session_id) },
    ...{ time: toIsoTime(row.time), properties: rest(row, OF_EVENT) },
  };
  return { ok: true, row: named(key, userId, record) };
}

function userOf(key: string, row: Row): RowOutcome {
  const record: JsonObject = {
    ...{ identity: idText(row.identity), email: idText(row.email) },
    handle: idText(row.handle),
    joindate: toIsoTime(row.joindate ?? row.join_date),
    last_modified: toIsoTime(row.last_modified),
    properties: rest(row, OF_USER),
  };
  return { ok: true, row: named(key, key, record) };
}

const named = (key: string, userId: string, record: JsonObject): RowRecord => ({
  ...{ key, userId, record },
  content: canonicalJson(record),
});

function rest(row: Row, taken: ReadonlySet<string>): JsonObject {
  return Object.fromEntries(
    Object.entries(row).filter(
      ([column, value]) => value !== null && !taken.has(column),
    ),
  );
}

/** One of Heap's users became another. */
export type Migration = {
  fromUserId: string;
  toUserId: string;
  time: string | null;
};

/** A row of `user_migrations`; null when it does not name both. */
export function toMigration(row: Row): Migration | null {
  const fromUserId = keyText(row.from_user_id);
  const toUserId = keyText(row.to_user_id);
  if (fromUserId === null || toUserId === null) return null;
  return { fromUserId, toUserId, time: toIsoTime(row.time) };
}

/** Databases can't hold it in text. */
const NUL = String.fromCharCode(0);

/** An index can't hold longer ones, and none of Heap's ids is as long. */
const KEY_CHARACTERS_MAX = 512;

/** An id that rows are looked up by. */
function keyText(value: Json | undefined): string | null {
  const id = idText(value);
  return id === null || id.length > KEY_CHARACTERS_MAX ? null : id;
}

/** Ids are text, whatever type the column has. */
function idText(value: Json | undefined): string | null {
  if (typeof value === "number") return String(value);
  if (typeof value !== "string" || value === "") return null;
  return value.includes(NUL) ? null : value;
}

const missing = (column: string): RowOutcome => ({
  ok: false,
  message: `the column ${column} is missing, or holds no id`,
});
