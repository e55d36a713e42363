import { inTransaction } from "../../db";
import { conflict } from "../../errors";
import { settleCancelled } from "../dead-letter/settle";
import { requireRole, type VerbArgs } from "../context";
import { endSql } from "../sync/live-version";
import { sendWakes } from "../sync/wake";
import { findRun } from "./read";
import { withDetails } from "./run-details";
import type { RunDto } from "./schemas";

/** Ends a run for good: it reads no more, and what is pending becomes dead letters. */
export async function cancelRun({
  ctx,
  input,
}: VerbArgs<{ id: string }>): Promise<RunDto> {
  requireRole(ctx, "editor");
  const run = await findRun(ctx, input.id);
  if (run.finishedAt !== null)
    throw conflict(`Run ${run.number} has ended already.`);
  await inTransaction(async (client) => {
    // A chunk under way commits with its claim: taking the cursor away makes it stop unbooked.
    // Of a replay it holds no more than what is pending; else it is none of the replay's.
    await client.query(
      `UPDATE data.cursor SET has_news = true, owner = CASE WHEN $3 <> 'replay'
         OR EXISTS (SELECT 1 FROM data.pending WHERE run_id = $2) THEN NULL ELSE owner END WHERE sync_id = $1`,
      [run.syncId, run.id, run.trigger],
    );
    await client.query(
      "UPDATE data.replay SET owner = NULL WHERE run_id = $1",
      [run.id],
    );
    const { rowCount } = await client.query(
      `WITH gone AS (DELETE FROM data.pending WHERE run_id = $1 RETURNING *)
       INSERT INTO data.dead_letter (id, workspace_id, connection_id, sync_id, run_id, chunk, inbox_id, record_key,
         outcome, code, message, event, person, attempts, record, payload, response, generation)
       SELECT 'dl_' || substr($1, 5) || '_' || gone.id, r.workspace_id, ${endSql("destination")}, r.sync_id, r.id, gone.chunk, gone.inbox_id,
         gone.record_key, 'rejected', 'cancelled', 'The run was cancelled before it was delivered.', gone.event, gone.person,
         gone.attempts, gone.message, gone.message, gone.last_error, gone.generation
       FROM gone JOIN runs r ON r.id = gone.run_id JOIN sync_versions v ON v.sync_id = r.sync_id AND v.number = r.version`,
      [run.id],
    );
    await client.query(
      `UPDATE runs SET pending = pending - $2, rejected = rejected + $2, status = 'cancelled',
         stopped_reading_at = coalesce(stopped_reading_at, now()), finished_at = now() WHERE id = $1`,
      [run.id, rowCount ?? 0],
    );
    await settleCancelled(client, run.id);
  });
  // Whoever lost its claim goes on with what is left. Only a hint: the sweep finds what it misses.
  await sendWakes([run.syncId]).catch(() => undefined);
  return withDetails(await findRun(ctx, run.id));
}
