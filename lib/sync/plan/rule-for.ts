import { ACTIONS } from "../actions/registry";
import type { SyncDefinition } from "../definition";
import { RULE_TYPES, type PlanRule } from "./rule";

/** Whether plans can have rules for calls of this type at all. */
export const isPlanned = (call: string): boolean =>
  RULE_TYPES.some((type) => type === call.toUpperCase());

/**
 * The rule of a plan that a definition's calls are held to, as far as its
 * mapping says which: a Track call's is the one of its event, where that is constant.
 */
export function ruleFor<Rule extends Pick<PlanRule, "type" | "key">>(
  rules: readonly Rule[],
  { destination, mapping }: Pick<SyncDefinition, "destination" | "mapping">,
): Rule | null {
  const type = ACTIONS[destination.action].call.toUpperCase();
  const { event } = mapping;
  const name = event !== undefined && "value" in event ? event.value : null;
  const own = rules.filter((rule) => rule.type === type);
  return (
    (type === "TRACK" ? own.find(({ key }) => key === name) : own[0]) ?? null
  );
}
