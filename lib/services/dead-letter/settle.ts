import type pg from "pg";
import type { Delivery } from "../../sync/delivery";

type Resolution = "delivered" | "filtered" | "superseded";
type Client = Pick<pg.PoolClient, "query">;
type Settled = Placed & { resolution: Resolution };
/** A record as it came; the same key may have come again since, with other content. */
type Placed = { recordKey: string; inboxId: string };

/**
 * Resolves the open dead letters of records that a replay dealt with. One that
 * failed again is superseded: the newer dead letter stands for it, so that no
 * list shows a failure twice. What came later than the replayed is not settled by it.
 */
export async function settleLetters(
  client: Client,
  { syncId, runId }: { syncId: string; runId: string },
  settled: Settled[],
): Promise<void> {
  if (settled.length === 0) return;
  await client.query(
    `UPDATE data.dead_letter d SET resolved_at = now(), resolution = t.resolution, resolved_by = $2
     FROM unnest($3::text[], $4::text[], $5::bigint[]) AS t (record_key, resolution, inbox_id)
     WHERE d.sync_id = $1 AND d.record_key = t.record_key AND coalesce(d.inbox_id, 0) <= t.inbox_id AND d.run_id <> $2 AND d.resolved_at IS NULL
       AND EXISTS (SELECT 1 FROM data.replay WHERE run_id = $2)`,
    [
      ...[syncId, runId],
      settled.map(({ recordKey }) => recordKey),
      settled.map(({ resolution }) => resolution),
      settled.map(({ inboxId }) => inboxId),
    ],
  );
}

/** What a delivery's answers say about the dead letters of its records. */
export function settledBy(delivery: Delivery<Placed>): Settled[] {
  return [
    ...delivery.delivered.map(({ recordKey, inboxId }) => ({
      ...{ recordKey, inboxId, resolution: "delivered" as const },
    })),
    ...delivery.rejected.map(({ call: { recordKey, inboxId } }) => ({
      ...{ recordKey, inboxId, resolution: "superseded" as const },
    })),
  ];
}

/** The same for pending calls that were sent again; of runs that are no replay it changes nothing. */
export async function settleResent(
  client: Client,
  syncId: string,
  runId: string,
  delivery: Delivery<Placed>,
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
       AND coalesce(d.inbox_id, 0) <= coalesce(newer.inbox_id, 0) AND d.run_id <> $1 AND d.resolved_at IS NULL AND EXISTS (SELECT 1 FROM data.replay WHERE run_id = $1)`,
    [runId],
  );
}
