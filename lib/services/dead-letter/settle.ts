import type pg from "pg";
import type { Delivery } from "../../sync/delivery";

type Resolution = "delivered" | "filtered" | "superseded";
type Client = Pick<pg.PoolClient, "query">;
type Settled = { recordKey: string; resolution: Resolution };

/**
 * Resolves the open dead letters of records that a replay dealt with. One that
 * failed again is superseded: the newer dead letter stands for it, so that no
 * list shows a failure twice.
 */
export async function settleLetters(
  client: Client,
  { syncId, runId }: { syncId: string; runId: string },
  settled: Settled[],
): Promise<void> {
  if (settled.length === 0) return;
  await client.query(
    `UPDATE data.dead_letter d SET resolved_at = now(), resolution = t.resolution, resolved_by = $2
     FROM unnest($3::text[], $4::text[]) AS t (record_key, resolution)
     WHERE d.sync_id = $1 AND d.record_key = t.record_key AND d.run_id <> $2 AND d.resolved_at IS NULL
       AND EXISTS (SELECT 1 FROM data.replay WHERE run_id = $2)`,
    [
      ...[syncId, runId],
      settled.map(({ recordKey }) => recordKey),
      settled.map(({ resolution }) => resolution),
    ],
  );
}

/** What a delivery's answers say about the dead letters of its records. */
export function settledBy(
  delivery: Delivery<{ recordKey: string }>,
): Settled[] {
  return [
    ...delivery.delivered.map(({ recordKey }) => ({
      ...{ recordKey, resolution: "delivered" as const },
    })),
    ...delivery.rejected.map(({ call: { recordKey } }) => ({
      ...{ recordKey, resolution: "superseded" as const },
    })),
  ];
}

/** The same for pending calls that were sent again; of runs that are no replay it changes nothing. */
export async function settleResent(
  client: Client,
  syncId: string,
  runId: string,
  delivery: Delivery<{ recordKey: string }>,
): Promise<void> {
  await settleLetters(client, { syncId, runId }, settledBy(delivery));
}

/** A cancelled replay's pending records are dead letters of its own now. */
export async function settleCancelled(
  client: Client,
  runId: string,
): Promise<void> {
  await client.query(
    `UPDATE data.dead_letter d SET resolved_at = now(), resolution = 'superseded', resolved_by = $1
     FROM data.dead_letter newer
     WHERE newer.run_id = $1 AND newer.code = 'cancelled' AND d.sync_id = newer.sync_id AND d.record_key = newer.record_key
       AND d.run_id <> $1 AND d.resolved_at IS NULL AND EXISTS (SELECT 1 FROM data.replay WHERE run_id = $1)`,
    [runId],
  );
}
