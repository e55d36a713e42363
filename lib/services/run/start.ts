import { database } from "../../db";
import { conflict } from "../../errors";
import { requireRole, type VerbArgs } from "../context";
import { openManualRun } from "../delivery/open-run";
import { findSync } from "../sync/sync-row";
import { sendWakes } from "../sync/wake";
import { findRun } from "./read";
import { toRunDto } from "./run-dto";
import type { RunDto } from "./schemas";

/** Starts a run now; it ends when nothing is left to read. */
export async function startRun({
  ctx,
  input,
}: VerbArgs<{ syncId: string }>): Promise<RunDto> {
  requireRole(ctx, "editor");
  const sync = await findSync(ctx, input.syncId);
  const { version } = sync;
  if (sync.status !== "live" || version === null) {
    throw conflict(
      `${sync.name} is not live. ${sync.status === "paused" ? "Resume" : "Publish"} it first.`,
    );
  }
  const id = await openManualRun({ ...sync, version });
  await database().pool.query(
    "UPDATE data.cursor SET has_news = true WHERE sync_id = $1",
    [sync.id],
  );
  await sendWakes([sync.id]).catch(() => undefined);
  return toRunDto(await findRun(ctx, id));
}
