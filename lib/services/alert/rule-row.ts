import { WatchSchema, type Rule, type RuleInput } from "../../alerts/rule";
import { SEVERITIES } from "../../alerts/rule";
import { DEFAULT_RULES } from "../../alerts/default-rules";
import { database } from "../../db";
import type { AlertRule } from "../../generated/prisma/client";
import { newId } from "../../ids";

/** A kept rule, as the pure core judges it. */
export function toRule(row: AlertRule): Rule {
  return {
    id: row.id,
    definitionOf: null,
    name: row.name,
    watch: WatchSchema.parse(row.watch),
    severity: SEVERITIES.find((one) => one === row.severity) ?? "error",
    syncIds: row.allSyncs ? null : row.syncIds,
    channelIds: row.channelIds,
    cooldownMinutes: row.cooldownMinutes,
    recoverMinutes: row.recoverMinutes,
    remindMinutes: row.remindMinutes,
    enabled: row.enabled,
  };
}

/** A rule's columns. */
export function ruleColumns({ watch, syncIds, ...rule }: RuleInput) {
  return {
    ...rule,
    kind: watch.kind,
    watch: JSON.parse(JSON.stringify(watch)) as object,
    allSyncs: syncIds === null,
    syncIds: syncIds ?? [],
  };
}

/** Gives a workspace, or each (null), the rules that it should have without asking. */
export async function ensureDefaultRules(
  workspaceId: string | null,
): Promise<void> {
  const keys = Object.keys(DEFAULT_RULES);
  const { rows } = await database().pool.query<{ id: string; key: string }>(
    `SELECT w.id, k.key FROM workspaces w CROSS JOIN unnest($2::text[]) AS k (key)
     WHERE ($1::text IS NULL OR w.id = $1)
       AND NOT EXISTS (SELECT FROM alert_rules r WHERE r.workspace_id = w.id AND r.default_key = k.key)`,
    [workspaceId, keys],
  );
  const missing = rows.flatMap(({ id, key }) => {
    const rule = DEFAULT_RULES[key];
    return rule === undefined
      ? []
      : [
          {
            ...ruleColumns(rule),
            ...{ id: newId("alr"), workspaceId: id, defaultKey: key },
          },
        ];
  });
  if (missing.length > 0)
    await database().prisma.alertRule.createMany({
      data: missing,
      skipDuplicates: true,
    });
}
