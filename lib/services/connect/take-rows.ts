import type pg from "pg";
import { keepRefused } from "../inbox/keep-refused";
import { appendRecords } from "./append-records";
import { bookRows, type BookedRow } from "./book-rows";
import type { JudgedRow } from "./judge-row";
import { resolvePeople } from "./people";
import type { TablePlace } from "./place";
import { keepUsers } from "./keep-users";
import { keepMigrations } from "./keep-migrations";
import { markSeen } from "./mark-seen";

/** So many rows are compared and written by one statement. */
const ROWS_AT_ONCE = 2_000;

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
  rows: readonly JudgedRow[],
): Promise<RowCounts> {
  let counts = NO_ROWS;
  for (let from = 0; from < rows.length; from += ROWS_AT_ONCE) {
    const some = rows.slice(from, from + ROWS_AT_ONCE);
    const taken = await takeSome(client, place, some);
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

async function takeSome(
  client: pg.PoolClient,
  place: TablePlace,
  rows: readonly JudgedRow[],
): Promise<Taken> {
  const refused = rows.flatMap((row, index) =>
    row.kind === "refused" ? [{ ...row, index }] : [],
  );
  await keepRefused(owner(place), refused, client);
  const taken =
    place.kind === "migrations"
      ? await takeMigrations(client, place, rows)
      : await takeRecords(client, place, rows);
  return { ...taken, refused: refused.length };
}

async function takeMigrations(
  client: pg.PoolClient,
  place: TablePlace,
  rows: readonly JudgedRow[],
): Promise<Pick<Taken, "added" | "changed">> {
  const migrations = rows.flatMap((row) =>
    row.kind === "migration" ? [row.migration] : [],
  );
  return keepMigrations(client, place, migrations);
}

async function takeRecords(
  client: pg.PoolClient,
  place: TablePlace,
  rows: readonly JudgedRow[],
): Promise<Pick<Taken, "added" | "changed">> {
  const good = rows.flatMap((row) =>
    row.kind === "record" ? [row.record] : [],
  );
  const { added, changed } = await bookRows(client, place, good);
  const booked = [...added, ...changed];
  if (place.kind === "users") await keepUsers(client, place, booked);
  else await takeEvents(client, place, booked);
  return { added: added.length, changed: changed.length };
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
