import type { Judgement } from "../../alerts/finding";
import { judge } from "../../alerts/judge/judge";
import type { Facts } from "../../alerts/facts";
import type { Rule } from "../../alerts/rule";
import { database } from "../../db";
import { readActiveRules } from "./active-rules";
import { measure } from "./measure/measure";
import { keepThrottleCounts } from "./measure/throttles";
import { readWatchedSyncs } from "./measure/watched-syncs";
import { wakeNotifications } from "./notify";
import { ensureDefaultRules } from "./rule-row";
import { settle, type Settled } from "./settle";

/**
 * Judges every workspace's rules by what is measured now, and settles what
 * follows: alerts that open, go on or recover, and who is told. Safe to run twice
 * at once, and as often as wanted.
 */
export async function evaluateAlerts(now: Date): Promise<Settled> {
  await ensureDefaultRules(null);
  await keepThrottleCounts(now);
  const syncs = await readWatchedSyncs(null);
  const rules = await readActiveRules(syncs);
  const facts = await measure(syncs, [...rules.values()].flat(), now);
  const unsettled = await readUnsettledWorkspaces();
  const workspaces = [...new Set([...facts.keys(), ...unsettled])]
    .map((workspaceId) => ({
      ...{ workspaceId, now },
      syncs: syncs.filter((sync) => sync.workspace_id === workspaceId),
      judged: judgeAll(rules.get(workspaceId) ?? [], facts.get(workspaceId)),
    }))
    .filter(
      ({ workspaceId, judged }) =>
        unsettled.has(workspaceId) ||
        judged.some(({ judgement }) => judgement.findings.length > 0),
    );
  return settleAll(workspaces);
}

/** One workspace that fails keeps no other from being told; who called tries again. */
async function settleAll(
  workspaces: readonly Parameters<typeof settle>[0][],
): Promise<Settled> {
  let total: Settled = { opened: 0, recovered: 0, sent: 0 };
  const failures: unknown[] = [];
  for (const workspace of workspaces) {
    try {
      total = add(total, await settle(workspace));
    } catch (error) {
      failures.push(error);
    }
  }
  if (total.sent > 0) await wakeNotifications();
  if (failures.length > 0)
    throw new AggregateError(failures, "Alerts could not be settled");
  return total;
}

function judgeAll(
  rules: readonly Rule[],
  facts: Facts | undefined,
): { rule: Rule; judgement: Judgement }[] {
  if (facts === undefined) return [];
  return rules.map((rule) => ({ rule, judgement: judge(rule, rules, facts) }));
}

async function readUnsettledWorkspaces(): Promise<Set<string>> {
  const { rows } = await database().pool.query<{ id: string }>(
    `SELECT DISTINCT workspace_id AS id FROM alerts
     WHERE state = 'open' OR (triggered_at IS NOT NULL AND resolve_sent_at IS NULL)`,
  );
  return new Set(rows.map(({ id }) => id));
}

const add = (a: Settled, b: Settled): Settled => ({
  opened: a.opened + b.opened,
  recovered: a.recovered + b.recovered,
  sent: a.sent + b.sent,
});
