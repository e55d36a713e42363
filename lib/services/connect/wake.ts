import { inngest } from "../../../inngest/client";
import { connectWake, type ConnectData } from "../../../inngest/events";
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

/**
 * Wakes every import that is due: at work, asked for, an hour after the last one
 * ended, or some minutes after its bucket gave no answer.
 */
export async function sweepImports(): Promise<number> {
  const { rows } = await database().pool.query<ConnectData>(
    `SELECT c.id AS "connectionId", c.workspace_id AS "workspaceId" FROM connections c
     LEFT JOIN data.connect_import i ON i.connection_id = c.id
     WHERE c.kind = 'heap' AND c.settings->'connect'->>'bucket' IS NOT NULL AND i.paused_at IS NULL
       AND (i.connection_id IS NULL OR i.state = 'reading' OR i.asked_at IS NOT NULL OR i.finished_at IS NULL
         OR i.finished_at < now() - interval '1 hour' OR i.failed_at < now() - interval '4 minutes')`,
  );
  if (rows.length > 0)
    await inngest.send(rows.map((row) => connectWake.create(row)));
  return rows.length;
}
