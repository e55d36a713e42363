import {
  describeCondition,
  describeExpression,
} from "@/components/syncs/describe";
import type { SyncDefinition } from "@/lib/sync/definition";

/** One thing that two definitions do in different ways, in words; null where one of them doesn't do it. */
export type DefinitionChange = {
  what: string;
  before: string | null;
  after: string | null;
};

/**
 * How a definition differs from another, for people to read: the filter, the
 * tracking plan, delivery, and each field of the call. Names and connections
 * are the sync's, and no part of the comparison.
 */
export function compareDefinitions(
  before: SyncDefinition,
  after: SyncDefinition,
): DefinitionChange[] {
  const [old, next] = [wordsOf(before), wordsOf(after)];
  return [...new Set([...old.keys(), ...next.keys()])]
    .map((what) => ({
      what,
      before: old.get(what) ?? null,
      after: next.get(what) ?? null,
    }))
    .filter((change) => change.before !== change.after);
}

function wordsOf(definition: SyncDefinition): Map<string, string> {
  const { source, validation, delivery, mapping } = definition;
  return new Map([
    ...(source.where
      ? [["filter", describeCondition(source.where)] as const]
      : []),
    ...(validation
      ? [
          [
            "tracking plan",
            `${validation.trackingPlan}, ${validation.onViolation}`,
          ] as const,
        ]
      : []),
    [
      "delivery",
      `${delivery.maxAttempts} tries, ${delivery.ratePerSecond ?? "any number"} a second`,
    ],
    ...Object.entries(mapping).map(
      ([path, expression]) => [path, describeExpression(expression)] as const,
    ),
  ]);
}
