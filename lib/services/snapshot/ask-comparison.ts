import type pg from "pg";

/** What a run compares; a range is of when users changed. */
export type Asked =
  | { mode: "changes" | "everyone" | "resend" }
  | { mode: "range"; from: string; to: string };

/**
 * Notes what a run that was just opened compares. One that was interrupted by a
 * pause, and would be begun again, is gone on with where it stood, or begun as it
 * was asked for.
 */
export async function askComparison(
  client: Pick<pg.PoolClient, "query">,
  { id: syncId }: { id: string },
  runId: string,
  asked: Asked,
): Promise<void> {
  if (asked.mode === "changes" && (await goOn(client, syncId, runId))) return;
  const { from, to } =
    asked.mode === "range" ? asked : { from: null, to: null };
  await client.query(
    "INSERT INTO data.comparison (run_id, sync_id, mode, from_at, to_at) VALUES ($1, $2, $3, $4, $5)",
    [runId, syncId, asked.mode, from, to],
  );
}

async function goOn(
  client: Pick<pg.PoolClient, "query">,
  syncId: string,
  runId: string,
): Promise<boolean> {
  const { rowCount } = await client.query(
    `INSERT INTO data.comparison (run_id, sync_id, mode, since, until, from_at, to_at, total, at_change, at_key, begun_at)
     SELECT $2, last.* FROM (
       SELECT c.sync_id, c.mode, c.since, c.until, c.from_at, c.to_at, c.total - c.compared, c.at_change, c.at_key,
         CASE WHEN c.begun_at IS NOT NULL THEN now() END
       FROM data.comparison c JOIN runs r ON r.id = c.run_id JOIN runs n ON n.id = $2
       WHERE c.run_id = (SELECT run_id FROM data.comparison JOIN runs ON runs.id = run_id WHERE comparison.sync_id = $1 ORDER BY number DESC LIMIT 1)
         AND c.finished_at IS NULL AND r.version = n.version AND r.status <> 'cancelled'
     ) AS last`,
    [syncId, runId],
  );
  return rowCount === 1;
}

/** Whether a pause left a sync's last comparison in the middle. */
export async function isInterrupted(
  client: Pick<pg.PoolClient, "query">,
  syncId: string,
): Promise<boolean> {
  const { rows } = await client.query<{ is_interrupted: boolean }>(
    `SELECT c.finished_at IS NULL AND r.status <> 'cancelled' AND r.version = s.version AS is_interrupted
     FROM data.comparison c JOIN runs r ON r.id = c.run_id JOIN syncs s ON s.id = r.sync_id
     WHERE c.sync_id = $1 ORDER BY r.number DESC LIMIT 1`,
    [syncId],
  );
  return rows[0]?.is_interrupted === true;
}
