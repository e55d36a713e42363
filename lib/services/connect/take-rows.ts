import type pg from "pg";
import type { Row } from "../../connectors/heap/connect/row";
import {
  toMigration,
  toRowRecord,
  type Migration,
  type RowRecord,
} from "../../connectors/heap/connect/to-record";
import { keepRefused, type Refused } from "../inbox/keep-refused";
import { appendRecords } from "./append-records";
import { bookRows, type BookedRow } from "./book-rows";
import { resolvePeople } from "./people";
import type { TablePlace } from "./place";
import { keepUsers } from "./keep-users";
import { keepMigrations } from "./keep-migrations";
import { markSeen } from "./mark-seen";

/** So many rows are compared and written by one statement. */
const ROWS_AT_ONCE = 2_000;
/** Whatever is larger no destination takes; it would only fill the inbox. */
const RECORD_CHARACTERS_MAX = 1_048_576;
/** Of what is refused so much is kept to look at. */
const REFUSED_CHARACTERS = 4_096;

export type RowCounts = {
  read: number;
  added: number;
  changed: number;
  refused: number;
};

const NO_ROWS: RowCounts = { read: 0, added: 0, changed: 0, refused: 0 };

/** Takes rows of a table in, inside of the caller's transaction. */
export async function takeRows(
  client: pg.PoolClient,
  place: TablePlace,
  rows: readonly Row[],
): Promise<RowCounts> {
  let counts = NO_ROWS;
  for (let from = 0; from < rows.length; from += ROWS_AT_ONCE) {
    const some = rows.slice(from, from + ROWS_AT_ONCE);
    const taken =
      place.kind === "migrations"
        ? await takeMigrations(client, place, some)
        : await takeRecords(client, place, some);
    counts = {
      read: counts.read + some.length,
      added: counts.added + taken.added,
      changed: counts.changed + taken.changed,
      refused: counts.refused + taken.refused,
    };
  }
  return counts;
}

type Taken = Omit<RowCounts, "read">;

async function takeMigrations(
  client: pg.PoolClient,
  place: TablePlace,
  rows: readonly Row[],
): Promise<Taken> {
  const migrations: Migration[] = [];
  const refused: Refused[] = [];
  rows.forEach((row, index) => {
    const migration = toMigration(row);
    if (migration !== null) migrations.push(migration);
    else refused.push(refusal(place, index, row, "it does not name two users"));
  });
  await keepRefused(owner(place), refused, client);
  const { added, changed } = await keepMigrations(client, place, migrations);
  return { added, changed, refused: refused.length };
}

async function takeRecords(
  client: pg.PoolClient,
  place: TablePlace,
  rows: readonly Row[],
): Promise<Taken> {
  const good: RowRecord[] = [];
  const refused: Refused[] = [];
  rows.forEach((row, index) => {
    const outcome = judge(place, row);
    if (outcome.ok) good.push(outcome.row);
    else refused.push(refusal(place, index, row, outcome.message));
  });
  await keepRefused(owner(place), refused, client);
  const { added, changed } = await bookRows(client, place, good);
  const booked = [...added, ...changed];
  if (place.kind === "users") await keepUsers(client, place, booked);
  else await takeEvents(client, place, booked);
  return {
    ...{ added: added.length, changed: changed.length },
    refused: refused.length,
  };
}

function judge(place: TablePlace, row: Row) {
  const outcome = toRowRecord(place.kind, row);
  if (!outcome.ok) return outcome;
  const { length } = outcome.row.content;
  if (length > RECORD_CHARACTERS_MAX)
    return { ok: false as const, message: `it has ${length} characters` };
  return outcome;
}

/** Each carries who its user is by now. */
async function takeEvents(
  client: pg.PoolClient,
  place: TablePlace,
  rows: readonly BookedRow[],
): Promise<void> {
  const { connectionId, event } = place;
  const personOf = await resolvePeople(
    client,
    connectionId,
    rows.map(({ userId }) => userId),
  );
  const records = rows.map(({ record, userId, generation }) => {
    const { userId: user_id, identity } = personOf(userId);
    return { value: { event, ...record, user_id, identity }, generation };
  });
  await appendRecords(client, connectionId, "events", records);
  await markSeen(
    client,
    connectionId,
    rows.map(({ userId }) => personOf(userId).userId),
  );
}

const owner = ({ connectionId, workspaceId }: TablePlace) => ({
  id: connectionId,
  workspaceId,
});

function refusal(
  { table, dumpId }: TablePlace,
  index: number,
  row: Row,
  message: string,
): Refused {
  const text = JSON.stringify(row).slice(0, REFUSED_CHARACTERS);
  return {
    index,
    message: `A row of ${table} (dump ${dumpId}): ${message}`,
    text,
  };
}
