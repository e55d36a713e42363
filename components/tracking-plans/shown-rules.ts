import type { PlanRuleDto } from "@/lib/services/tracking-plan/schemas";
import {
  ruleProperties,
  type RuleProperty,
} from "@/lib/sync/plan/rule-properties";
import { RULE_TYPES } from "@/lib/sync/plan/rule";
import { RULE_TYPE_WORDS, ruleTitle } from "./rule-title";

/** A rule with what a list shows of it, worked out once. */
export type ShownRule = {
  /** Its place in the plan. */
  id: number;
  rule: PlanRuleDto;
  title: string;
  properties: RuleProperty[];
  requiredCount: number;
  /** What typing finds it by, in small letters. */
  hay: string;
};

/** A plan's rules as they are listed: by kind of call, event and version. */
export function shownRules(rules: readonly PlanRuleDto[]): ShownRule[] {
  return rules.map(toShown).toSorted(inOrder);
}

function toShown(rule: PlanRuleDto, id: number): ShownRule {
  const properties = ruleProperties(rule);
  const title = ruleTitle(rule);
  const paths = properties.map(({ path }) => path).join(" ");
  const type = RULE_TYPE_WORDS[rule.type];
  return {
    ...{ id, rule, title, properties },
    requiredCount: properties.filter(({ isRequired }) => isRequired).length,
    hay: `${type} ${title} v${rule.version} ${paths}`.toLowerCase(),
  };
}

function inOrder(a: ShownRule, b: ShownRule): number {
  return (
    RULE_TYPES.indexOf(a.rule.type) - RULE_TYPES.indexOf(b.rule.type) ||
    compareText(a.title, b.title) ||
    a.rule.version - b.rule.version
  );
}

/** Many times faster than localeCompare, which thousands of rules would feel. */
const { compare: compareText } = new Intl.Collator("en", { numeric: true });

/** Those that have all words of the text in their kind, event, version or properties. */
export function findRules(
  rules: readonly ShownRule[],
  text: string,
): readonly ShownRule[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return rules;
  return rules.filter(({ hay }) => words.every((word) => hay.includes(word)));
}
