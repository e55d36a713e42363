import type pg from "pg";
import { z } from "zod";
import { database, inTransaction } from "../../db";
import { conflict, notFound } from "../../errors";
import type { Sync } from "../../generated/prisma/client";
import { type SyncDefinition } from "../../sync/definition";
import { nextRunAt } from "../../sync/schedule";
import { logStream } from "../../sync/snapshot";
import { requireRole, type VerbArgs } from "../context";
import { lockCursor } from "../delivery/lock-cursor";
import { openEndingRun } from "../delivery/open-run";
import { tryConnectionNow } from "../flow/outcomes";
import { stopReading } from "../run/stop-reading";
import { askComparison, isInterrupted } from "../snapshot/ask-comparison";
import { leaveSnapshot } from "../snapshot/forget-sent";
import { holdPlan } from "../tracking-plan/hold";
import { requireSettled } from "./require-settled";
import type { SyncDto } from "./schemas";
import { findSync, resolveDefinition, toSyncDto } from "./sync-row";
import { definitionOfVersion } from "./version-definition";
import { WAITS_NO_MORE_SQL } from "./waits-no-more";
import { sendWakes } from "./wake";

type Input = VerbArgs<{ id: string }>;

const PublishInput = z.strictObject({
  /** Why, in a few words for those who read the versions later. */
  note: z.string().trim().max(500).nullish(),
  /** Of the draft that was looked at; another one is not published unseen. */
  revision: z.number().int().nullish(),
});

/** Makes an immutable version of the draft and lets it run. */
export async function publishSync({
  ctx,
  input,
}: VerbArgs<{ id: string; body?: unknown }>): Promise<SyncDto> {
  requireRole(ctx, "editor");
  const { note, revision } = PublishInput.parse(input.body ?? {});
  const row = await findSync(ctx, input.id);
  if (revision && revision !== row.draftRevision)
    throw conflict(
      `The draft of ${row.name} was changed meanwhile. Look at it, then publish.`,
    );
  const definition = await resolveDefinition(ctx, row.definition);
  await inTransaction(async (client) => {
    await lockCursor(client, row.id);
    await requireSettled(client, row, definition);
    // At the first publish there is no cursor yet: the row's lock makes two who publish at once take turns.
    const { rows } = await client.query<{ version: number }>(
      `UPDATE syncs SET status = 'live', version = coalesce(version, 0) + 1, published_revision = $2, draining_since = NULL, ${WAITS_NO_MORE_SQL}, updated_at = now()
       WHERE id = $1 RETURNING version`,
      [row.id, row.draftRevision],
    );
    await client.query(
      "INSERT INTO sync_versions (sync_id, number, definition, published_by, note) VALUES ($1, $2, $3, $4, $5)",
      [
        ...[row.id, rows[0]?.version, JSON.stringify(definition)],
        ...[ctx.actor.id, note ? note : null],
      ],
    );
    await holdPlan(client, row.workspaceId, definition);
    await stopReading(client, row.id);
    await leaveSnapshot(client, row.id, definition);
    await placeCursor(client, row.id, definition);
    await planNextRun(client, row.id, definition, ctx.now());
  });
  return wakeAndShow(ctx, row.id);
}

/** When it runs by itself, if it has a schedule; `after` is itself none of its times. */
async function planNextRun(
  client: pg.PoolClient,
  syncId: string,
  { trigger }: SyncDefinition,
  after: Date,
): Promise<void> {
  await client.query("UPDATE syncs SET next_run_at = $2 WHERE id = $1", [
    syncId,
    nextRunAt(trigger, after),
  ]);
}

const PauseInput = z.strictObject({
  /** Whether what is pending is still delivered; else it stays pending. */
  drain: z.boolean().default(false),
});

/** Reading stops with the chunk that is under way; what is pending stays, or is still delivered. */
export async function pauseSync({
  ctx,
  input,
}: VerbArgs<{ id: string; body?: unknown }>): Promise<SyncDto> {
  requireRole(ctx, "editor");
  const row = await findSync(ctx, input.id);
  const { drain } = PauseInput.parse(input.body ?? {});
  if (row.status === "draft")
    throw conflict(
      `${row.name} was never published, so there is nothing to pause.`,
    );
  await inTransaction(async (client) => {
    await lockCursor(client, row.id);
    await client.query(
      `UPDATE syncs SET status = 'paused', updated_at = now(),
         waiting_since = CASE WHEN status = 'live' THEN now() ELSE waiting_since END,
         draining_since = CASE WHEN $2 THEN coalesce(draining_since, now()) END WHERE id = $1`,
      [row.id, drain],
    );
    await stopReading(client, row.id);
  });
  if (drain) return wakeAndShow(ctx, row.id);
  return toSyncDto(await findSync(ctx, row.id));
}

/**
 * Goes on where reading stopped; also lets a held sync try again. Times of its
 * schedule that passed meanwhile are made up for by one run.
 */
export async function resumeSync({ ctx, input }: Input): Promise<SyncDto> {
  requireRole(ctx, "editor");
  const row = await findSync(ctx, input.id);
  if (row.version === null)
    throw conflict(`${row.name} was never published. Publish it first.`);
  const version = await inTransaction(async (client) => {
    await lockCursor(client, row.id);
    // As it is by now: somebody else may have resumed it, or published.
    const { rows } = await client.query<{ status: string; version: number }>(
      `UPDATE syncs s SET status = 'live', draining_since = NULL, ${WAITS_NO_MORE_SQL}, updated_at = now()
       FROM (SELECT id, status FROM syncs WHERE id = $1 FOR UPDATE) AS before WHERE s.id = before.id
       RETURNING before.status, s.version`,
      [row.id],
    );
    const [before] = rows;
    if (before === undefined) throw notFound("sync");
    if (before.status === "paused" && (await isInterrupted(client, row.id)))
      await goOnComparing(client, { ...row, version: before.version });
    return before.version;
  });
  const { destination } = await definitionOfVersion(row.id, version);
  await tryConnectionNow(destination.connection);
  return wakeAndShow(ctx, row.id);
}

async function goOnComparing(
  client: pg.PoolClient,
  sync: Sync & { version: number },
): Promise<void> {
  const runId = await openEndingRun(client, sync, "manual");
  await askComparison(client, sync, runId, { mode: "changes" });
}

async function wakeAndShow(ctx: Input["ctx"], id: string): Promise<SyncDto> {
  await database().pool.query(
    "UPDATE data.cursor SET has_news = true WHERE sync_id = $1",
    [id],
  );
  // Only a hint: when it can't be sent, the sweep wakes the sync.
  await sendWakes([id]).catch(() => undefined);
  return toSyncDto(await findSync(ctx, id));
}

/** The first publish decides where reading starts; later ones go on where it stands. */
async function placeCursor(
  client: pg.PoolClient,
  syncId: string,
  definition: SyncDefinition,
): Promise<void> {
  const { connection } = definition.source;
  const stream = logStream(definition, syncId);
  await client.query(
    `INSERT INTO data.cursor (sync_id, connection_id, stream, position) VALUES ($1, $2, $3, $4)
     ON CONFLICT (sync_id) DO UPDATE SET connection_id = excluded.connection_id, stream = excluded.stream`,
    [syncId, connection, stream, await startPosition(client, definition)],
  );
}

async function startPosition(
  client: pg.PoolClient,
  { startFrom, source }: SyncDefinition,
): Promise<string> {
  if (startFrom === "beginning") return "0";
  if (startFrom === "now") {
    const { rows } = await client.query<{ high: string }>(
      "SELECT data.inbox_barrier($1) AS high",
      [source.connection],
    );
    return rows[0]?.high ?? "0";
  }
  const { rows } = await client.query<{ before: string }>(
    `SELECT coalesce(min(id) - 1, data.inbox_barrier($1)) AS before FROM data.inbox
     WHERE connection_id = $1 AND received_at >= $2 AND day >= ($2::timestamptz AT TIME ZONE 'UTC')::date - 1`,
    [source.connection, startFrom],
  );
  return rows[0]?.before ?? "0";
}
