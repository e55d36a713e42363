import type { AlertState } from "../../alerts/plan-changes";
import { RULE_KINDS, SEVERITIES } from "../../alerts/rule";
import { z } from "zod";

const time = z.coerce.date();

/** An alert's columns, as SQL and JSON name them. */
const Row = z.object({
  id: z.string(),
  workspace_id: z.string(),
  key: z.string(),
  rule_id: z.string(),
  rule_name: z.string(),
  kind: z.enum(RULE_KINDS),
  subject_kind: z.enum(["sync", "connection"]),
  subject_id: z.string(),
  subject_name: z.string(),
  severity: z.enum(SEVERITIES),
  title: z.string(),
  cause: z.string(),
  facts: z.array(z.object({ label: z.string(), value: z.string() })),
  sync_ids: z.array(z.string()),
  run_id: z.string().nullable(),
  opened_at: time,
  last_seen_at: time,
  clean_since: time.nullable(),
  recovered_at: time.nullable(),
  triggered_at: time.nullable(),
  resolve_sent_at: time.nullable(),
  last_message_at: time.nullable(),
  channel_ids: z.array(z.string()),
});

export function toAlertState(given: unknown): AlertState {
  const row = Row.parse(given);
  return {
    ...{ id: row.id, key: row.key, ruleId: row.rule_id },
    ...{ ruleName: row.rule_name, kind: row.kind, severity: row.severity },
    subject: {
      kind: row.subject_kind,
      id: row.subject_id,
      name: row.subject_name,
    },
    ...{ title: row.title, cause: row.cause, facts: row.facts },
    ...{ syncIds: row.sync_ids, runId: row.run_id },
    ...{ openedAt: row.opened_at, lastSeenAt: row.last_seen_at },
    ...{ cleanSince: row.clean_since, recoveredAt: row.recovered_at },
    ...{ triggeredAt: row.triggered_at, resolveSentAt: row.resolve_sent_at },
    ...{ lastMessageAt: row.last_message_at, channelIds: row.channel_ids },
  };
}

export function toAlertRow(workspaceId: string, alert: AlertState) {
  return {
    ...{ id: alert.id, workspace_id: workspaceId, key: alert.key },
    ...{ rule_id: alert.ruleId, rule_name: alert.ruleName, kind: alert.kind },
    ...{ subject_kind: alert.subject.kind, subject_id: alert.subject.id },
    ...{ subject_name: alert.subject.name, severity: alert.severity },
    state: alert.recoveredAt === null ? "open" : "recovered",
    ...{ title: alert.title, cause: alert.cause, facts: alert.facts },
    ...{ sync_ids: alert.syncIds, run_id: alert.runId },
    ...{ opened_at: alert.openedAt, last_seen_at: alert.lastSeenAt },
    ...{ clean_since: alert.cleanSince, recovered_at: alert.recoveredAt },
    triggered_at: alert.triggeredAt,
    resolve_sent_at: alert.resolveSentAt,
    ...{ last_message_at: alert.lastMessageAt, channel_ids: alert.channelIds },
  };
}
