import { inngest } from "../../../inngest/client";
import { connectWake, type ConnectData } from "../../../inngest/events";
import { EVERY_HOURS_USUAL } from "../../connectors/warehouse-settings";
import { database } from "../../db";
import { logger } from "../../logger";

/** A wake that came while its import was ending is lost; then it is sent once more. */
const SECOND_LOOK_MS = 1_500;

/** Reads a connection's Heap Connect soon. Throws when Inngest can't be reached; the sweep wakes then. */
export async function wakeImport(data: ConnectData): Promise<void> {
  await inngest.send(connectWake.create(data));
  setTimeout(() => void wakeUnheard(data), SECOND_LOOK_MS).unref();
}

async function wakeUnheard(data: ConnectData): Promise<void> {
  try {
    const { rowCount } = await database().pool.query(
      "SELECT 1 FROM data.connect_import WHERE connection_id = $1 AND asked_at IS NOT NULL AND state = 'idle'",
      [data.connectionId],
    );
    if (rowCount === 1) await inngest.send(connectWake.create(data));
  } catch (error) {
    const reason = error instanceof Error ? error.name : "unknown";
    logger.warn({ reason }, "a second wake was not sent; the sweep will");
  }
}

/** A look costs something in a warehouse, so its connection says how often; one that fails there may lock a user out. */
const LOOK_IS_DUE_SQL = `(SELECT coalesce(max(seen_at), i.finished_at) FROM data.connect_dump d WHERE d.connection_id = c.id)
  < now() - make_interval(hours => coalesce((c.settings->'connect'->>'everyHours')::integer, ${EVERY_HOURS_USUAL}))`;

/**
 * Wakes every import that is due: at work, asked for, an hour after the last one
 * ended, or some minutes after its bucket gave no answer; of a warehouse less often.
 */
export async function sweepImports(): Promise<number> {
  const { rows } = await database().pool.query<ConnectData>(
    `SELECT c.id AS "connectionId", c.workspace_id AS "workspaceId" FROM connections c
     LEFT JOIN data.connect_import i ON i.connection_id = c.id
     CROSS JOIN LATERAL (SELECT coalesce(c.settings->'connect'->>'kind', 's3') <> 's3' AS is_warehouse) AS k
     WHERE c.kind = 'heap' AND jsonb_typeof(c.settings->'connect') = 'object' AND i.paused_at IS NULL
       AND (i.connection_id IS NULL OR i.state = 'reading' OR i.asked_at IS NOT NULL OR i.finished_at IS NULL
         OR CASE WHEN is_warehouse THEN coalesce(i.failed_at < now() - interval '1 hour', ${LOOK_IS_DUE_SQL})
            ELSE i.finished_at < now() - interval '1 hour' OR i.failed_at < now() - interval '4 minutes' END)`,
  );
  if (rows.length > 0)
    await inngest.send(rows.map((row) => connectWake.create(row)));
  return rows.length;
}
