import type { AlertMessage } from "../../lib/alerts/message";
import type { Engine } from "./engine";

/** The verbs of alerts, loaded once the engine has set the environment. */
async function loadAlerting() {
  return {
    ...(await import("../../lib/services/alert/evaluate")),
    ...(await import("../../lib/services/alert/rules")),
    ...(await import("../../lib/services/alert/read-alerts")),
    ...(await import("../../lib/services/alert/mutes")),
    ...(await import("../../lib/services/alert/try-rule")),
    ...(await import("../../lib/ids")),
  };
}

export type Alerting = Awaited<ReturnType<typeof startAlerting>>;
export type Told = { key: string; kind: string; message: AlertMessage };

const ALL = { limit: 200, cursor: null } as const;
const ANY = {
  ...{ state: null, severity: null, ruleId: null, syncId: null, runId: null },
};

/** Rules, alerts and the outbox of an engine, in the order of time. */
export async function startAlerting({ app, ctx }: Engine) {
  const verbs = await loadAlerting();
  const { pool, prisma } = app.database();
  return {
    ...verbs,
    /** A channel that takes what it is told; nothing is sent in these tests. */
    async aChannel(name: string, workspaceId = ctx.workspaceId) {
      const row = await prisma.alertChannel.create({
        data: {
          ...{ id: verbs.newId("chn"), workspaceId, name, kind: "webhook" },
          ...{ settings: {}, credentials: {} },
        },
      });
      return row.id;
    },
    aRule: (watch: object, rest: object = {}) =>
      verbs.createRule({
        ctx,
        input: { name: verbs.newId("alr"), watch, ...rest },
      }),
    alerts: async (filter: object = {}) =>
      (await verbs.listAlerts({ ctx, input: { ...ALL, ...ANY, ...filter } }))
        .data,
    async outbox(): Promise<Told[]> {
      const { rows } = await pool.query<Told>(
        "SELECT alert_key AS key, kind, message FROM data.notification ORDER BY sequence",
      );
      return rows;
    },
    /** As if nothing had been minded yet. */
    async forgetAlerts() {
      await pool.query("DELETE FROM data.notification");
      await pool.query("DELETE FROM alert_mutes");
      await pool.query("DELETE FROM alerts");
      await pool.query("DELETE FROM alert_rules");
      await pool.query("DELETE FROM data.flow");
      await pool.query("UPDATE syncs SET status = 'paused'");
    },
  };
}
