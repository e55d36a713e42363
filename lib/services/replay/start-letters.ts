import type pg from "pg";
import { database } from "../../db";
import { badRequest, conflict, notFound } from "../../errors";
import { requireRole, type Context, type VerbArgs } from "../context";
import { FILTER_SQL, filterValues, REPLAYING_SQL } from "../dead-letter/filter";
import { LetterFilter } from "../dead-letter/schemas";
import { findRun } from "../run/read";
import { withDetails } from "../run/run-details";
import type { RunDto } from "../run/schemas";
import { findSync } from "../sync/sync-row";
import { openReplay, requireLive } from "./open-replay";
import { ReplayLettersInput } from "./schemas";
import { sendReplayWakes } from "./wake";

const REFUSED =
  "What ingest refused never became a record, so there is nothing to replay. Send it again to the ingest address, corrected.";

/** Which letters `d` are meant, with its parameters from `$1`; more follow at `$9`. */
type Chosen = { sql: string; values: unknown[] };

/**
 * Sends dead letters through their sync's present version again, as a run of
 * its own. Their ids stay the same, and the first run's ledger is not touched.
 */
export async function replayDeadLetters({
  ctx,
  input,
}: VerbArgs<unknown>): Promise<RunDto> {
  requireRole(ctx, "editor");
  const which = ReplayLettersInput.parse(input);
  if ("ids" in which) await requireKnown(ctx, which.ids);
  const chosen = chosenBy(ctx, which);
  const sync = requireLive(await findSync(ctx, await syncOf(chosen)));
  const runId = await openReplay(sync, sync.version, (client, id) =>
    takeLetters(client, { runId: id, syncId: sync.id, chosen, record: null }),
  );
  await sendReplayWakes([runId]).catch(() => undefined);
  return withDetails(await findRun(ctx, runId));
}

/** Sends one dead letter's record as it was edited; see `retryLetter`. */
export async function replayEdited(
  ctx: Context,
  { id, record }: { id: string; record: string },
): Promise<RunDto> {
  const chosen = chosenBy(ctx, { ids: [id] });
  const sync = requireLive(await findSync(ctx, await syncOf(chosen)));
  const runId = await openReplay(sync, sync.version, (client, run) =>
    takeLetters(client, { runId: run, syncId: sync.id, chosen, record }),
  );
  await sendReplayWakes([runId]).catch(() => undefined);
  return withDetails(await findRun(ctx, runId));
}

function chosenBy(ctx: Context, which: ReplayLettersInput): Chosen {
  const filter = "filter" in which ? which.filter : LetterFilter.parse({});
  const ids = "ids" in which ? which.ids : null;
  return {
    sql: `${FILTER_SQL} AND ($8::text[] IS NULL OR d.id = ANY($8)) AND d.resolved_at IS NULL`,
    values: [...filterValues(ctx.workspaceId, filter), ids],
  };
}

async function requireKnown(ctx: Context, ids: string[]): Promise<void> {
  const { rows } = await database().pool.query<{ count: number }>(
    "SELECT count(*)::int AS count FROM data.dead_letter WHERE workspace_id = $1 AND id = ANY($2)",
    [ctx.workspaceId, ids],
  );
  if (rows[0]?.count !== new Set(ids).size) throw notFound("dead letter");
}

/** The one sync that all chosen letters are of. Throws when there is none, or more than one. */
async function syncOf({ sql, values }: Chosen): Promise<string> {
  const { rows } = await database().pool.query<{
    id: string | null;
    name: string | null;
    count: number;
  }>(
    `SELECT s.id, s.name, count(*)::int AS count FROM data.dead_letter d LEFT JOIN syncs s ON s.id = d.sync_id
     WHERE ${sql} GROUP BY s.id, s.name ORDER BY s.name`,
    values,
  );
  const ofSyncs = rows.flatMap(({ id, name, count }) =>
    id === null ? [] : [{ id, name, count }],
  );
  const [first, second] = ofSyncs;
  if (second !== undefined)
    throw badRequest(
      `These dead letters are of ${ofSyncs.length} syncs. Replay those of one sync at a time.`,
      ofSyncs.map(({ id, name, count }) => ({
        path: "syncId",
        message: `${name ?? id} (${id}): ${count} dead letters`,
      })),
    );
  if (first !== undefined) return first.id;
  if (rows.length > 0) throw badRequest(REFUSED);
  throw conflict(
    "No open dead letter is like this: they are resolved already.",
  );
}

/** Of several dead letters of one record the newest is taken; all are settled with it. */
async function takeLetters(
  client: pg.PoolClient,
  {
    runId,
    syncId,
    chosen,
    record,
  }: { runId: string; syncId: string; chosen: Chosen; record: string | null },
): Promise<void> {
  await client.query(
    "INSERT INTO data.replay (run_id, sync_id, kind, total, position) VALUES ($1, $2, 'letters', 0, 0)",
    [runId, syncId],
  );
  const { rowCount } = await client.query(
    `INSERT INTO data.replay_item (run_id, position, dead_letter_id, record_key, generation, record)
     SELECT $9, row_number() OVER (ORDER BY inbox_id, id), id, record_key, generation, record FROM (
       SELECT DISTINCT ON (d.record_key) d.id, d.inbox_id, d.record_key,
         d.generation, coalesce($10, edited.record) AS record
       FROM data.dead_letter d
       LEFT JOIN data.replay_item edited ON edited.run_id = d.run_id AND edited.record_key = d.record_key
       WHERE ${chosen.sql} AND d.outcome <> 'refused' AND ${REPLAYING_SQL} IS NULL
       ORDER BY d.record_key, d.inbox_id DESC NULLS LAST, d.id DESC) chosen`,
    [...chosen.values, runId, record],
  );
  if (rowCount === 0)
    throw conflict(
      "All of them are being replayed already. Wait for that run.",
    );
  await client.query("UPDATE data.replay SET total = $2 WHERE run_id = $1", [
    runId,
    rowCount,
  ]);
}
