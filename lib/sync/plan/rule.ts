import { z } from "zod";

export const RULE_TYPES = [
  "COMMON",
  "TRACK",
  "IDENTIFY",
  "GROUP",
  "PAGE",
  "SCREEN",
] as const;

export const RuleVersion = z
  .number("should be a number")
  .int("should be a whole number")
  .nonnegative("should not be below 0");

/** Of a rule that names no version. */
export const FIRST_VERSION = 1;

/**
 * One rule of a tracking plan in the shape of Segment's Public API: `key` is
 * the event's name in TRACK rules; the schema describes the whole call.
 */
export const PlanRuleSchema = z.object({
  type: z.enum(RULE_TYPES, `should be one of ${RULE_TYPES.join(", ")}`),
  key: z.string().nullish(),
  version: RuleVersion.default(FIRST_VERSION),
  jsonSchema: z.record(z.string(), z.unknown(), "should be a JSON Schema"),
});
export type PlanRule = z.infer<typeof PlanRuleSchema>;

/** Segment's own limit for an import. */
export const RULES_MAX = 2_000;

export const PlanRulesSchema = z
  .array(PlanRuleSchema)
  .max(RULES_MAX, `has more than ${RULES_MAX} rules`);
