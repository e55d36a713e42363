import type pg from "pg";
import { lockCursor } from "../delivery/lock-cursor";
import { FencedError, type Claim, type Work } from "../delivery/work";
import {
  SCOPE_SQL,
  scopeValues,
  type Comparison,
  type Mode,
} from "./comparison";

const COLUMNS = `run_id AS "runId", mode, since, until, from_at AS "fromAt", to_at AS "toAt", at_change AS "atChange", at_key AS "atKey"`;

/** The comparison that a run has still to make; null: none, or none any more. */
export async function openComparison(
  client: pg.PoolClient,
  work: Work,
  claim: Claim,
  runId: string,
): Promise<Comparison | null> {
  await requireTurn(client, work, claim, runId);
  const { rows } = await client.query<
    Omit<Comparison, "since" | "until"> &
      Record<"since" | "until", string | null>
  >(
    `SELECT ${COLUMNS} FROM data.comparison WHERE run_id = $1 AND finished_at IS NULL`,
    [runId],
  );
  const [row] = rows;
  if (row === undefined) return null;
  const { since, until } = row;
  return since === null || until === null
    ? begin(client, work, row)
    : { ...row, since, until };
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

type Asked = Pick<Comparison, "runId" | "mode" | "fromAt" | "toAt">;

/** Decides what is compared, now that the run begins: up to the newest change that is there. */
async function begin(
  client: pg.PoolClient,
  work: Work,
  asked: Asked,
): Promise<Comparison | null> {
  const comparedTo = await stateOf(client, work);
  const mode = modeOf(asked.mode, comparedTo);
  const { connection } = work.definition.source;
  const high = await client.query<{ high: string }>(
    "SELECT data.inbox_barrier($1) AS high",
    [connection],
  );
  const scope = {
    ...asked,
    since: mode === "changes" ? (comparedTo ?? "-1") : "-1",
    until: high.rows[0]?.high ?? "0",
  };
  const { rows } = await client.query<Comparison>(
    `UPDATE data.comparison SET mode = $7, since = $2, until = $3, begun_at = now(),
       total = (SELECT count(*) FROM data.heap_user u WHERE ${SCOPE_SQL})
     WHERE run_id = $6 RETURNING ${COLUMNS}`,
    [...scopeValues(connection, scope), asked.runId, mode],
  );
  return rows[0] ?? null;
}

/** Changes are of something: where nobody was compared by this version, everybody is. */
const modeOf = (asked: Mode, comparedTo: string | null): Mode =>
  asked === "changes" && comparedTo === null ? "everyone" : asked;

/**
 * Up to which change the snapshot is compared by this version; null: not yet.
 * What was sent elsewhere, or of another source, counts no more.
 */
async function stateOf(
  client: pg.PoolClient,
  { sync, definition }: Work,
): Promise<string | null> {
  const ends = [definition.source.connection, sync.destinationConnectionId];
  const { rows } = await client.query<{
    is_same: boolean;
    version: number | null;
    compared_to: string;
  }>(
    `INSERT INTO data.snapshot_state AS state (sync_id, source_connection_id, destination_connection_id) VALUES ($1, $2, $3)
     ON CONFLICT (sync_id) DO UPDATE SET sync_id = excluded.sync_id
     RETURNING source_connection_id = $2 AND destination_connection_id = $3 AS is_same, version, compared_to`,
    [sync.id, ...ends],
  );
  const [state] = rows;
  if (state === undefined) return null;
  if (!state.is_same) await forgetSent(client, sync.id, ends);
  const isCompared = state.is_same && state.version === sync.version;
  return isCompared ? state.compared_to : null;
}

async function forgetSent(
  client: pg.PoolClient,
  syncId: string,
  ends: readonly string[],
): Promise<void> {
  await client.query(
    "UPDATE data.snapshot SET hash = NULL WHERE sync_id = $1 AND hash IS NOT NULL",
    [syncId],
  );
  await client.query(
    `UPDATE data.snapshot_state SET source_connection_id = $2, destination_connection_id = $3, version = NULL, compared_to = 0
     WHERE sync_id = $1`,
    [syncId, ...ends],
  );
}
