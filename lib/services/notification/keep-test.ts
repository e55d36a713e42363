import type { Outgoing } from "../../connectors/alert-channels/channel";
import { database } from "../../db";
import type { AlertChannel } from "../../generated/prisma/client";
import type { TimedResult } from "./send-over";

/** Puts a test into the delivery log. It is finished either way: who tests looks at the answer. */
export async function keepTest(
  channel: AlertChannel,
  { id, message }: Outgoing,
  result: TimedResult,
): Promise<void> {
  const { outcome, status, detail, tookMs } = result;
  await database().pool.query(
    `WITH test AS (
       INSERT INTO data.notification (id, workspace_id, channel_id, dedup_key, kind, alert_key, message, status, attempts, finished_at)
       VALUES ($1, $2, $3, $1, $4, $5, $6, $7, 1, now()) RETURNING id)
     INSERT INTO data.notification_attempt (notification_id, number, outcome, status, detail, took_ms)
     SELECT id, 1, $8, $9, $10, $11 FROM test`,
    [
      ...[id, channel.workspaceId, channel.id, message.kind, message.alertKey],
      ...[JSON.stringify(message), outcome === "sent" ? "sent" : "failed"],
      ...[outcome, status, detail, tookMs],
    ],
  );
}
