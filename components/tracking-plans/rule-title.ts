import type { PlanRuleDto } from "@/lib/services/tracking-plan/schemas";

type Type = PlanRuleDto["type"];

/** The kind of call that a rule is about. */
export const RULE_TYPE_WORDS: Record<Type, string> = {
  COMMON: "Common",
  TRACK: "Track",
  IDENTIFY: "Identify",
  GROUP: "Group",
  PAGE: "Page",
  SCREEN: "Screen",
};

/** What a rule is called: its event, or which calls it is about. */
export function ruleTitle({
  type,
  key,
}: Pick<PlanRuleDto, "type" | "key">): string {
  if (key !== null && key !== "") return key;
  return type === "COMMON"
    ? "Every call"
    : `Every ${RULE_TYPE_WORDS[type]} call`;
}
