import type pg from "pg";
import { conflict } from "../../errors";
import { generationAnew } from "../../sync/generation";
import { requireRole, type VerbArgs } from "../context";
import { findRun } from "../run/read";
import { withDetails } from "../run/run-details";
import type { RunDto } from "../run/schemas";
import { findSync } from "../sync/sync-row";
import { openReplay, requireLive } from "./open-replay";
import { measureRange, rangeOf, readLive, versionOf } from "./range";
import type { Range } from "./read-inbox";
import { RangeInput } from "./schemas";
import { sendReplayWakes } from "./wake";

/**
 * Sends what arrived in a time range through a sync again, by its present
 * version or another one. The ids stay the same, so that the destination
 * discards what it has; `anew` adds to the generations in them. What live
 * reading has yet to reach is left to it.
 */
export async function replayRange({
  ctx,
  input,
}: VerbArgs<{ syncId: string; body: unknown }>): Promise<RunDto> {
  requireRole(ctx, "editor");
  const row = await findSync(ctx, input.syncId);
  const asked = RangeInput.parse(input.body);
  const sync = requireLive(row);
  const { version, definition } = await versionOf(sync, asked);
  const range = rangeOf(sync.id, asked, definition, ctx.now());
  const measured = await measureRange(sync.id, range);
  if (measured.toId === null)
    throw conflict(
      "Nothing in this range can be replayed: what is still kept of it, if anything, is yet to be sent live.",
    );
  const ends = { fromId: measured.fromId, toId: measured.toId };
  const runId = await openReplay(sync, version, (client, id) =>
    keepRange(client, {
      ...{ runId: id, syncId: sync.id, anew: asked.anew },
      ...{ range, ...ends, total: measured.count },
    }),
  );
  await sendReplayWakes([runId]).catch(() => undefined);
  return withDetails(await findRun(ctx, runId));
}

type Kept = {
  runId: string;
  syncId: string;
  anew: boolean;
  range: Range;
  /** Before the first record. */
  fromId: string;
  toId: string;
  total: number | null;
};

async function keepRange(
  client: pg.PoolClient,
  { runId, syncId, anew, range, fromId, toId, total }: Kept,
): Promise<void> {
  const times = anew ? await nextTimes(client, syncId) : 0;
  // Since it was measured, another version may have come to read this.
  const liveId = await readLive(syncId, range, client);
  await client.query(
    `INSERT INTO data.replay (run_id, sync_id, kind, total, position, generation, connection_id, stream,
       from_id, to_id, from_at, to_at, event, q)
     VALUES ($1, $2, 'inbox', $3, $4, $5, $6, $7, $4, greatest($4, least($8, $13::bigint)), $9, $10, $11, $12)`,
    [
      ...[runId, syncId, total, fromId, generationAnew(times)],
      ...[range.connectionId, range.stream, toId],
      ...[range.fromAt, range.toAt, range.event, range.q, liveId],
    ],
  );
}

/** Counted once for each, whatever became of its run: no generation is used twice. */
async function nextTimes(
  client: pg.PoolClient,
  syncId: string,
): Promise<number> {
  const { rows } = await client.query<{ generation: number }>(
    "UPDATE data.cursor SET generation = generation + 1 WHERE sync_id = $1 RETURNING generation",
    [syncId],
  );
  const [row] = rows;
  if (row === undefined) throw conflict("This sync was never published.");
  return row.generation;
}
