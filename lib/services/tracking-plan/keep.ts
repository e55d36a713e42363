import { inTransaction } from "../../db";
import { newId } from "../../ids";
import type { PlanRule } from "../../sync/plan/rule";
import { asPlainJson, digestOf } from "./plan-row";

export type PlanToKeep = {
  workspaceId: string;
  connectionId: string | null;
  vendorId: string | null;
  name: string;
  rules: readonly PlanRule[];
};

/**
 * Keeps what a plan says now, as a new revision if it says something new.
 * Answers the plan's id. The plan is known by Segment's id, an upload by its name.
 */
export function keepPlan(plan: PlanToKeep): Promise<string> {
  const digest = digestOf(plan.rules);
  return inTransaction(async (client) => {
    const { rows } = await client.query<{
      id: string;
      revision: number;
      digest: string | null;
    }>(
      `SELECT p.id, p.revision, r.digest FROM tracking_plans p
       LEFT JOIN tracking_plan_revisions r ON r.plan_id = p.id AND r.number = p.revision
       WHERE p.workspace_id = $1 AND CASE WHEN $2::text IS NULL THEN p.vendor_id IS NULL AND p.name = $3 ELSE p.vendor_id = $2 END
       FOR UPDATE OF p`,
      [plan.workspaceId, plan.vendorId, plan.name],
    );
    const [known] = rows;
    const id = known?.id ?? newId("trp");
    const isNew = known?.digest !== digest;
    const revision = (known?.revision ?? 0) + (isNew ? 1 : 0);
    await client.query(
      `INSERT INTO tracking_plans (id, workspace_id, connection_id, vendor_id, name, revision, rule_count, refreshed_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, now())
       ON CONFLICT (id) DO UPDATE SET connection_id = excluded.connection_id, name = excluded.name, revision = excluded.revision,
         rule_count = excluded.rule_count, refreshed_at = now(), refresh_error = NULL, updated_at = now()`,
      [
        ...[id, plan.workspaceId, plan.connectionId, plan.vendorId],
        ...[plan.name, revision, plan.rules.length],
      ],
    );
    if (isNew)
      await client.query(
        "INSERT INTO tracking_plan_revisions (plan_id, number, digest, rules) VALUES ($1, $2, $3, $4)",
        [id, revision, digest, JSON.stringify(asPlainJson(plan.rules))],
      );
    return id;
  });
}
