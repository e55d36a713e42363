import type { Condition } from "../mapping/condition";

/**
 * The events that a filter lets through, as far as it names them; null when
 * it may let any through. A filter that takes none of them gives none.
 */
export function eventsOfCondition(condition: Condition): string[] | null {
  if ("all" in condition) {
    const parts = condition.all.map(eventsOfCondition);
    const known = parts.filter((part) => part !== null);
    return known.length === 0
      ? null
      : known.reduce((a, b) => a.filter((event) => b.includes(event)));
  }
  if ("any" in condition) {
    const parts = condition.any.map(eventsOfCondition);
    return parts.some((part) => part === null)
      ? null
      : [...new Set(parts.flatMap((part) => part ?? []))];
  }
  if ("not" in condition || condition.path !== "event") return null;
  const { op, value } = condition;
  if (op === "=" && typeof value === "string") return [value];
  if (op !== "in" || !Array.isArray(value)) return null;
  return value.filter((event) => typeof event === "string");
}
