import { z } from "zod";

export const RULE_TYPES = [
  "COMMON",
  "TRACK",
  "IDENTIFY",
  "GROUP",
  "PAGE",
  "SCREEN",
] as const;

/**
 * One rule of a tracking plan in the shape of Segment's Public API: `key` is
 * the event's name in TRACK rules; the schema describes the whole call.
 */
export const PlanRuleSchema = z.object({
  type: z.enum(RULE_TYPES),
  key: z.string().nullish(),
  version: z.number().int().nonnegative().default(1),
  jsonSchema: z.record(z.string(), z.unknown()),
});
export type PlanRule = z.infer<typeof PlanRuleSchema>;

/** Segment's own limit for an import. */
export const RULES_MAX = 2_000;

export const PlanRulesSchema = z
  .array(PlanRuleSchema)
  .max(RULES_MAX, `has more than ${RULES_MAX} rules`);
