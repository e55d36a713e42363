import type pg from "pg";
import { inngest } from "../../../inngest/client";
import { notificationsWake } from "../../../inngest/events";
import { AlertMessageSchema, type AlertMessage } from "../../alerts/message";
import { newId } from "../../ids";
import { logger } from "../../logger";

export type NotifyInput = {
  workspaceId: string;
  /** The alert that this is about; null for none. */
  alertId: string | null;
  /** Ids or names; those that the workspace does not have are passed over. */
  channelIds: readonly string[];
  /** The same for a decision that is made again: each channel is told of it once. */
  dedupKey: string;
  message: AlertMessage;
};

/**
 * Writes one notification per channel in the caller's transaction: nothing is
 * sent before it commits, and nothing is lost after. Answers the ids of those
 * that are new. Call wakeNotifications after the commit.
 */
export async function notify(
  client: Pick<pg.PoolClient, "query">,
  input: NotifyInput,
): Promise<string[]> {
  if (input.channelIds.length === 0) return [];
  const message = AlertMessageSchema.parse(input.message);
  const { rows: channels } = await client.query<{ id: string }>(
    // A channel that is being deleted at this moment is waited for, and then passed over.
    `SELECT id FROM alert_channels WHERE workspace_id = $1 AND (id = ANY($2) OR name = ANY($2))
     ORDER BY id FOR KEY SHARE`,
    [input.workspaceId, input.channelIds],
  );
  const { rows } = await client.query<{ id: string }>(
    `INSERT INTO data.notification (id, workspace_id, channel_id, alert_id, dedup_key, kind, alert_key, message)
     SELECT n.id, $3, n.channel_id, $4, $5, $6, $7, $8
     FROM unnest($1::text[], $2::text[]) AS n (id, channel_id)
     ON CONFLICT (channel_id, dedup_key) DO NOTHING RETURNING id`,
    [
      channels.map(() => newId("ntf")),
      channels.map(({ id }) => id),
      ...[input.workspaceId, input.alertId, input.dedupKey],
      ...[message.kind, message.alertKey, JSON.stringify(message)],
    ],
  );
  return rows.map(({ id }) => id);
}

/** Has waiting notifications sent now rather than within a minute: a hint only, never throws. */
export async function wakeNotifications(): Promise<void> {
  try {
    await inngest.send(notificationsWake.create({}));
  } catch (error) {
    const reason = error instanceof Error ? error.message : "unknown";
    logger.warn({ reason }, "a wake was not sent; the sweep will");
  }
}
