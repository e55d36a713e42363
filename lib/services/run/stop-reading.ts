import type pg from "pg";

/**
 * Ends the reading of a sync's open run: at a new version, a pause, the hour,
 * or the end of a run that was asked for. It is finished once nothing is pending.
 * Replays are no concern of it: they end by themselves.
 */
export async function stopReading(
  client: Pick<pg.PoolClient, "query">,
  syncId: string,
): Promise<void> {
  await client.query(
    `UPDATE runs SET stopped_reading_at = now() WHERE sync_id = $1 AND trigger <> 'replay'
       AND stopped_reading_at IS NULL AND finished_at IS NULL`,
    [syncId],
  );
  await settleRuns(client, syncId);
}

/** Finishes the runs that read no more and have nothing pending. */
async function settleRuns(
  client: Pick<pg.PoolClient, "query">,
  syncId: string,
): Promise<void> {
  await client.query(
    `UPDATE runs SET finished_at = now(),
       status = CASE WHEN invalid = 0 AND rejected = 0 THEN 'succeeded' ELSE 'partial' END
     WHERE sync_id = $1 AND trigger <> 'replay' AND stopped_reading_at IS NOT NULL AND finished_at IS NULL AND pending = 0`,
    [syncId],
  );
}
