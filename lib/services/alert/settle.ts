import type pg from "pg";
import { composeMessage } from "../../alerts/compose-message";
import type { Finding, Judgement } from "../../alerts/finding";
import type { Mute } from "../../alerts/mute";
import {
  planChanges,
  type AlertState,
  type Change,
} from "../../alerts/plan-changes";
import type { Rule } from "../../alerts/rule";
import { inTransaction } from "../../db";
import { newId } from "../../ids";
import { publicOrigin } from "../public-origin";
import { toAlertRow, toAlertState } from "./alert-row";
import type { WatchedSync } from "./measure/watched-syncs";
import { notify } from "./notify";

const LOCK_CLASS = 7221;

export type Settled = { opened: number; recovered: number; sent: number };

type Workspace = {
  workspaceId: string;
  syncs: readonly WatchedSync[];
  judged: readonly { rule: Rule; judgement: Judgement }[];
  now: Date;
};

/**
 * Opens, continues and ends the alerts of a workspace by what was found, and
 * puts what is to be said into the outbox in the same transaction. Who evaluates
 * the same workspace at the same time does nothing.
 */
export function settle(workspace: Workspace): Promise<Settled> {
  const { workspaceId, now, judged } = workspace;
  return inTransaction(async (client) => {
    const lock = await client.query<{ taken: boolean }>(
      "SELECT pg_try_advisory_xact_lock($1, hashtext($2)) AS taken",
      [LOCK_CLASS, workspaceId],
    );
    if (lock.rows[0]?.taken !== true)
      return { opened: 0, recovered: 0, sent: 0 };
    const known = await readUnsettled(client, workspaceId);
    const changes = planChanges({
      ...{ known, judged, now, newId: () => newId("alt") },
      mutes: await readMutes(client, workspaceId),
      lastTriggered: await readLastTriggered(client, workspaceId),
      channelsOf: await channelChooser(client, workspace),
    }).filter(({ alert }) => isNotOlder(known, alert, now));
    await keepAlerts(client, workspaceId, changes);
    await endMutes(client, workspaceId, changes);
    const sent = await tell(client, workspace, changes);
    const before = new Set(known.map(({ id }) => id));
    return {
      opened: changes.filter(({ alert }) => !before.has(alert.id)).length,
      recovered: changes.filter(({ alert }) => hasJustRecovered(known, alert))
        .length,
      sent,
    };
  });
}

/** Who is late with older facts must not undo what was seen since. */
const isNotOlder = (
  known: readonly AlertState[],
  { id }: AlertState,
  now: Date,
) => {
  const before = known.find((alert) => alert.id === id);
  return before === undefined || before.lastSeenAt <= now;
};

const hasJustRecovered = (known: readonly AlertState[], alert: AlertState) =>
  alert.recoveredAt !== null &&
  known.some(({ id, recoveredAt }) => id === alert.id && recoveredAt === null);

async function readUnsettled(
  client: pg.PoolClient,
  workspaceId: string,
): Promise<AlertState[]> {
  const { rows } = await client.query(
    `SELECT * FROM alerts WHERE workspace_id = $1
       AND (state = 'open' OR (triggered_at IS NOT NULL AND resolve_sent_at IS NULL)) FOR UPDATE`,
    [workspaceId],
  );
  return rows.map(toAlertState);
}

async function readMutes(
  client: pg.PoolClient,
  workspaceId: string,
): Promise<Mute[]> {
  const { rows } = await client.query<Mute>(
    `SELECT target, target_id AS "targetId", until FROM alert_mutes WHERE workspace_id = $1`,
    [workspaceId],
  );
  return rows;
}

const COOLDOWN_DAYS_MAX = 7;

async function readLastTriggered(
  client: pg.PoolClient,
  workspaceId: string,
): Promise<Map<string, Date>> {
  const { rows } = await client.query<{ key: string; at: Date }>(
    `SELECT key, max(triggered_at) AS at FROM alerts
     WHERE workspace_id = $1 AND triggered_at IS NOT NULL
       AND triggered_at > (SELECT max(triggered_at) FROM alerts WHERE workspace_id = $1) - make_interval(days => $2)
     GROUP BY key`,
    [workspaceId, COOLDOWN_DAYS_MAX],
  );
  return new Map(rows.map(({ key, at }) => [key, at]));
}

/** A rule's channels, and those that the definitions of the syncs concerned name. */
async function channelChooser(
  client: pg.PoolClient,
  { workspaceId, syncs }: Workspace,
): Promise<(rule: Rule, finding: Finding) => string[]> {
  const { rows } = await client.query<{ id: string; name: string }>(
    "SELECT id, name FROM alert_channels WHERE workspace_id = $1",
    [workspaceId],
  );
  return (rule, { syncIds }) => {
    const named = syncs
      .filter(({ id }) => syncIds.includes(id))
      .flatMap(({ definition }) => definition.alerts?.channels ?? []);
    const wanted = new Set([...rule.channelIds, ...named]);
    return rows
      .filter(({ id, name }) => wanted.has(id) || wanted.has(name))
      .map(({ id }) => id);
  };
}

/** One statement, however many there are. */
async function keepAlerts(
  client: pg.PoolClient,
  workspaceId: string,
  changes: readonly Change[],
): Promise<void> {
  if (changes.length === 0) return;
  await client.query(
    `INSERT INTO alerts SELECT * FROM jsonb_populate_recordset(NULL::alerts, $1::jsonb)
     ON CONFLICT (id) DO UPDATE SET state = excluded.state, severity = excluded.severity, rule_name = excluded.rule_name,
       subject_name = excluded.subject_name, title = excluded.title, cause = excluded.cause, facts = excluded.facts,
       sync_ids = excluded.sync_ids, run_id = excluded.run_id, last_seen_at = excluded.last_seen_at,
       clean_since = excluded.clean_since, recovered_at = excluded.recovered_at, triggered_at = excluded.triggered_at,
       resolve_sent_at = excluded.resolve_sent_at, last_message_at = excluded.last_message_at, channel_ids = excluded.channel_ids`,
    [
      JSON.stringify(
        changes.map(({ alert }) => toAlertRow(workspaceId, alert)),
      ),
    ],
  );
}

/** A mute until recovery has served its time. */
async function endMutes(
  client: pg.PoolClient,
  workspaceId: string,
  changes: readonly Change[],
): Promise<void> {
  const recovered = changes
    .filter(({ alert }) => alert.recoveredAt !== null)
    .map(({ alert }) => alert.key);
  if (recovered.length === 0) return;
  await client.query(
    "DELETE FROM alert_mutes WHERE workspace_id = $1 AND target = 'alert' AND target_id = ANY($2) AND until IS NULL",
    [workspaceId, recovered],
  );
}

/** Puts the messages into the outbox; answers how many alerts were told. */
async function tell(
  client: pg.PoolClient,
  workspace: Workspace,
  changes: readonly Change[],
): Promise<number> {
  const told = changes.flatMap(({ alert, send }) =>
    send === null || alert.channelIds.length === 0 ? [] : [{ alert, send }],
  );
  if (told.length === 0) return 0;
  const workspaceName = await nameOf(client, workspace.workspaceId);
  for (const { alert, send } of told)
    await notify(client, {
      workspaceId: workspace.workspaceId,
      alertId: alert.id,
      channelIds: alert.channelIds,
      dedupKey: `${alert.id}:${send}${send === "reminder" ? `:${workspace.now.getTime()}` : ""}`,
      message: composeMessage(
        {
          ...{ title: alert.title, cause: alert.cause },
          ...{ facts: alert.facts, severity: alert.severity },
          alertKey: alert.key,
          workspaceName,
          syncName: syncNameOf(alert, workspace.syncs),
          link: linkOf(alert),
        },
        alert,
        send,
        workspace.now,
      ),
    });
  return told.length;
}

async function nameOf(
  client: pg.PoolClient,
  workspaceId: string,
): Promise<string> {
  const { rows } = await client.query<{ name: string }>(
    "SELECT name FROM workspaces WHERE id = $1",
    [workspaceId],
  );
  return rows[0]?.name ?? "";
}

/** Named where it is one alone. */
function syncNameOf(
  { syncIds, subject }: AlertState,
  syncs: readonly WatchedSync[],
): string | null {
  const [only, ...more] = syncIds;
  if (more.length > 0) return null;
  const found = syncs.find(({ id }) => id === only);
  return found?.name ?? (subject.kind === "sync" ? subject.name : null);
}

/** The run with the cause on top, else the sync, else the list. */
function linkOf({ runId, syncIds }: AlertState): string {
  const [syncId] = syncIds;
  const path =
    runId !== null
      ? `/runs/${runId}`
      : syncId !== undefined
        ? `/syncs/${syncId}`
        : "/alerts";
  return publicOrigin() + path;
}
