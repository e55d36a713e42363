import type pg from "pg";
import { z } from "zod";
import { inTransaction } from "../../db";
import { badRequest, conflict } from "../../errors";
import type { Sync } from "../../generated/prisma/client";
import { isSnapshotSync } from "../../sync/snapshot";
import { requireRole, type VerbArgs } from "../context";
import { isLiveAs } from "../delivery/live-as";
import { lockCursor } from "../delivery/lock-cursor";
import { openEndingRun } from "../delivery/open-run";
import { askComparison } from "../snapshot/ask-comparison";
import { definitionOfVersion } from "../sync/version-definition";
import { findSync } from "../sync/sync-row";
import { sendWakes } from "../sync/wake";
import { TimeSchema } from "../time-schema";
import { findRun } from "./read";
import { withDetails } from "./run-details";
import type { RunDto } from "./schemas";
import { stopReading } from "./stop-reading";

const ASKED_DEFAULT = { mode: "changes" } as const;

/** What a run of a sync that compares users takes; others read what there is. */
const StartInput = z.strictObject({
  compare: z
    .discriminatedUnion(
      "mode",
      [
        z.strictObject({ mode: z.enum(["changes", "everyone", "resend"]) }),
        z
          .strictObject({
            mode: z.literal("range"),
            from: TimeSchema,
            to: TimeSchema,
          })
          .refine(({ from, to }) => Date.parse(from) < Date.parse(to), {
            path: ["to"],
            error: "should be after the beginning",
          }),
      ],
      { error: "should have a mode: changes, everyone, resend or range" },
    )
    .optional(),
});

/** Starts a run now; it ends when what was there by then is read. */
export async function startRun({
  ctx,
  input,
}: VerbArgs<{ syncId: string; body?: unknown }>): Promise<RunDto> {
  requireRole(ctx, "editor");
  const { compare } = StartInput.parse(input.body ?? {});
  const sync = await findSync(ctx, input.syncId);
  const { version } = sync;
  if (sync.status !== "live" || version === null) {
    throw conflict(
      `${sync.name} is not live. ${sync.status === "paused" ? "Resume" : "Publish"} it first.`,
    );
  }
  const isCompared = isSnapshotSync(
    await definitionOfVersion(sync.id, version),
  );
  if (compare && !isCompared)
    throw badRequest("The run has problems.", [
      { path: "compare", message: `${sync.name} compares no users` },
    ]);
  const id = await inTransaction(async (client) => {
    const opened = await openRunNow(client, { ...sync, version });
    if (isCompared)
      await askComparison(client, sync, opened, compare ?? ASKED_DEFAULT);
    return opened;
  });
  await sendWakes([sync.id]).catch(() => undefined);
  return withDetails(await findRun(ctx, id));
}

/** A stream's open run ends for it; one that ends by itself is not run twice at once. */
async function openRunNow(
  client: pg.PoolClient,
  sync: Sync & { version: number },
): Promise<string> {
  await lockCursor(client, sync.id);
  // Else the run would be one of a paused sync, or of a version that runs no more.
  if (!(await isLiveAs(client, sync)))
    throw conflict(
      `${sync.name} was paused or published meanwhile. Look at it, then start the run.`,
    );
  const { rows } = await client.query<{ number: number }>(
    `SELECT number FROM runs WHERE sync_id = $1 AND trigger NOT IN ('replay', 'stream')
       AND stopped_reading_at IS NULL AND finished_at IS NULL`,
    [sync.id],
  );
  if (rows[0] !== undefined)
    throw conflict(`Run ${rows[0].number} of ${sync.name} is under way.`);
  await stopReading(client, sync.id);
  return openEndingRun(client, sync, "manual");
}
