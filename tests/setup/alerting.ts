import { randomUUID } from "node:crypto";
import type { AlertMessage } from "../../lib/alerts/message";
import { aMessage } from "../../lib/connectors/alert-channels/testing/sample-message";
import type { Engine } from "./engine";

/** The verbs of alert channels and notifications; load it once the environment is set. */
export async function loadAlerting() {
  return {
    ...(await import("../../lib/services/alert/notify")),
    ...(await import("../../lib/services/alert-channel/create")),
    ...(await import("../../lib/services/alert-channel/read")),
    ...(await import("../../lib/services/alert-channel/update")),
    ...(await import("../../lib/services/alert-channel/remove")),
    ...(await import("../../lib/services/alert-channel/test")),
    ...(await import("../../lib/services/alert-channel/notifications")),
    ...(await import("../../lib/services/notification/deliver")),
    ...(await import("../../lib/services/notification/forget")),
  };
}

/** Short words for what the tests of notifications do again and again. */
export async function startAlerting({ app, ctx }: Engine) {
  const verbs = await loadAlerting();
  const { pool } = app.database();
  const tell = (
    channelIds: string[],
    message: Partial<AlertMessage> = {},
    dedupKey: string = randomUUID(),
  ) =>
    app.inTransaction((client) =>
      verbs.notify(client, {
        ...{ workspaceId: ctx.workspaceId, alertId: null },
        ...{ channelIds, dedupKey, message: aMessage(message) },
      }),
    );
  return {
    ...verbs,
    tell,
    aWebhook: (url: string, name: string = randomUUID()) =>
      verbs.createAlertChannel({
        ctx,
        input: { name, kind: "webhook", settings: { url } },
      }),
    async logOf(id: string) {
      const page = { limit: 50, cursor: null };
      const input = { id, page };
      return (await verbs.listNotifications({ ctx, input })).data;
    },
    /** Delivers until nothing is due. */
    async deliverAll() {
      for (let turn = 0; turn < 50; turn += 1)
        if ((await verbs.deliverDue()).tried === 0) return;
      throw new Error("There is no end of it");
    },
    endWaits: () =>
      pool.query(
        "UPDATE data.notification SET next_at = now() - interval '1 s'",
      ),
    endLeases: () =>
      pool.query(
        "UPDATE data.notification SET leased_until = now() - interval '1 s' WHERE lease IS NOT NULL",
      ),
    forgetAll: () => pool.query("DELETE FROM data.notification"),
  };
}
