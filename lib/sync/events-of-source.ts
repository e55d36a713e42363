import type { Condition } from "../mapping/condition";
import type { SyncDefinition } from "./definition";
import { STREAMS } from "./streams/registry";

/**
 * What the inbox calls the records that a source's filter lets through, as far
 * as it names them (the events of a stream of events); null when it may let any
 * through. A filter that takes none of them gives none.
 */
export function eventsOfSource({
  stream,
  where,
}: Pick<SyncDefinition["source"], "stream" | "where">): string[] | null {
  const { event } = STREAMS[stream];
  return event && where ? namesOf(where, event.path) : null;
}

function namesOf(condition: Condition, path: string): string[] | null {
  const within = (part: Condition) => namesOf(part, path);
  if ("all" in condition) {
    const parts = condition.all.map(within);
    const known = parts.filter((part) => part !== null);
    return known.length === 0
      ? null
      : known.reduce((a, b) => a.filter((event) => b.includes(event)));
  }
  if ("any" in condition) {
    const parts = condition.any.map(within);
    return parts.some((part) => part === null)
      ? null
      : [...new Set(parts.flatMap((part) => part ?? []))];
  }
  if ("not" in condition || condition.path !== path) return null;
  const { op, value } = condition;
  if (op === "=" && typeof value === "string") return [value];
  if (op !== "in" || !Array.isArray(value)) return null;
  return value.filter((event) => typeof event === "string");
}
