import { judge } from "../../alerts/judge/judge";
import { syncsOf } from "../../alerts/finding";
import { RuleSchema, type Rule } from "../../alerts/rule";
import { requireRole, type Context, type VerbArgs } from "../context";
import { measure } from "./measure/measure";
import { readWatchedSyncs } from "./measure/watched-syncs";
import { toRule } from "./rule-row";
import { findRule } from "./rules";
import { TryRuleDto } from "./schemas";

/** What a kept rule would say now. Opens no alert and sends nothing. */
export async function tryRule({
  ctx,
  input,
}: VerbArgs<{ id: string }>): Promise<TryRuleDto> {
  requireRole(ctx, "editor");
  return judgeNow(ctx, toRule(await findRule(ctx, input.id)));
}

/** What a rule that is not kept yet would say now. */
export async function tryDraftRule({
  ctx,
  input,
}: VerbArgs<unknown>): Promise<TryRuleDto> {
  requireRole(ctx, "editor");
  const rule = RuleSchema.parse(input);
  return judgeNow(ctx, { ...rule, id: "draft", definitionOf: null });
}

async function judgeNow(ctx: Context, rule: Rule): Promise<TryRuleDto> {
  const now = ctx.now();
  const syncs = await readWatchedSyncs(ctx.workspaceId);
  const facts = (await measure(syncs, [rule], now)).get(ctx.workspaceId);
  if (facts === undefined) return { findings: [], unknown: [], syncCount: 0 };
  const { findings, unknown } = judge(rule, [rule], facts);
  return TryRuleDto.parse({
    findings: findings.map((finding) => ({
      ...finding,
      syncs: syncs
        .filter(({ id }) => finding.syncIds.includes(id))
        .map(({ id, name }) => ({ id, name })),
    })),
    unknown,
    syncCount: syncsOf(rule, facts).length,
  });
}
