import type pg from "pg";
import { database, inTransaction } from "../../db";
import { lockCursor } from "../delivery/lock-cursor";
import { FencedError, type Claim, type Work } from "../delivery/work";
import {
  SCOPE_SQL,
  scopeValues,
  type Comparison,
  type Mode,
} from "./comparison";
import { forgetElsewhere } from "./forget-sent";

const COLUMNS = `run_id AS "runId", mode, since, until, from_at AS "fromAt", to_at AS "toAt", at_change AS "atChange", at_key AS "atKey"`;

/** A comparison that may not have begun. */
type Asked = Omit<Comparison, "since" | "until"> &
  Record<"since" | "until", string | null>;

const isBegun = (asked: Asked): asked is Asked & Comparison =>
  asked.since !== null && asked.until !== null;

/** The comparison that a run has still to make, begun by now; null: none, or none any more. */
export async function openComparison(
  work: Work,
  claim: Claim,
  runId: string,
): Promise<Comparison | null> {
  const asked = await inTransaction((client) =>
    askedOf(client, work, claim, runId),
  );
  if (asked === null || isBegun(asked)) return asked;
  await forgetElsewhere(work, (client) =>
    requireTurn(client, work, claim, runId),
  );
  const until = await newestChange(work);
  return inTransaction(async (client) => {
    const still = await askedOf(client, work, claim, runId);
    if (still === null || isBegun(still)) return still;
    return begin(client, work, still, until);
  });
}

/** The same within a transaction, which has the sync's turn from here on; one that has not begun is none. */
export async function comparisonUnderWay(
  client: pg.PoolClient,
  work: Work,
  claim: Claim,
  runId: string,
): Promise<Comparison | null> {
  const asked = await askedOf(client, work, claim, runId);
  return asked !== null && isBegun(asked) ? asked : null;
}

async function askedOf(
  client: pg.PoolClient,
  work: Work,
  claim: Claim,
  runId: string,
): Promise<Asked | null> {
  await requireTurn(client, work, claim, runId);
  const { rows } = await client.query<Asked>(
    `SELECT ${COLUMNS} FROM data.comparison WHERE run_id = $1 AND finished_at IS NULL`,
    [runId],
  );
  return rows[0] ?? null;
}

/** Another execution may have taken the cursor, or the run may read no more. Throws FencedError. */
async function requireTurn(
  client: pg.PoolClient,
  { sync }: Work,
  { position, owner }: Claim,
  runId: string,
): Promise<void> {
  await lockCursor(client, sync.id);
  const { rowCount } = await client.query(
    `SELECT 1 FROM data.cursor c JOIN runs r ON r.id = $4 AND r.stopped_reading_at IS NULL AND r.finished_at IS NULL
     WHERE c.sync_id = $1 AND c.position = $2 AND c.owner = $3`,
    [sync.id, position, owner, runId],
  );
  if (rowCount !== 1)
    throw new FencedError("The run is another execution's by now");
}

/**
 * The newest change below which all have committed. In a statement of its own:
 * nothing can be taken in until its transaction ends.
 */
async function newestChange({ definition }: Work): Promise<string> {
  const { rows } = await database().pool.query<{ high: string }>(
    "SELECT data.inbox_barrier($1) AS high",
    [definition.source.connection],
  );
  return rows[0]?.high ?? "0";
}

/** Decides what is compared, now that the run begins: up to the newest change that is there. */
async function begin(
  client: pg.PoolClient,
  work: Work,
  asked: Asked,
  until: string,
): Promise<Comparison | null> {
  const comparedTo = await comparedToOf(client, work);
  const mode = modeOf(asked.mode, comparedTo);
  const { connection } = work.definition.source;
  const since = mode === "changes" ? (comparedTo ?? "-1") : "-1";
  const { rows } = await client.query<Comparison>(
    `UPDATE data.comparison SET mode = $7, since = $2, until = $3, begun_at = now(),
       total = (SELECT count(*) FROM data.heap_user u WHERE ${SCOPE_SQL})
     WHERE run_id = $6 RETURNING ${COLUMNS}`,
    [...scopeValues(connection, { ...asked, since, until }), asked.runId, mode],
  );
  return rows[0] ?? null;
}

/** Changes are of something: where nobody was compared by this version, everybody is. */
const modeOf = (asked: Mode, comparedTo: string | null): Mode =>
  asked === "changes" && comparedTo === null ? "everyone" : asked;

/** Up to which change the snapshot is compared by this version; null: not yet. */
async function comparedToOf(
  client: pg.PoolClient,
  { sync }: Work,
): Promise<string | null> {
  const { rows } = await client.query<{ compared_to: string }>(
    "SELECT compared_to FROM data.snapshot_state WHERE sync_id = $1 AND version = $2",
    [sync.id, sync.version],
  );
  return rows[0]?.compared_to ?? null;
}
