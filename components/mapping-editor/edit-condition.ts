import type { Condition } from "@/lib/mapping/condition";
import { CONDITION_OPERATORS } from "@/lib/mapping/condition-operators";
import type { Json } from "@/lib/shared/json";
import { plainText } from "./plain-text";

export type Comparison = Extract<Condition, { path: string }>;

/** A condition as the filter's rows show it: always a group, negated or not. */
export type Group = {
  join: "all" | "any" | "none";
  parts: (Group | Comparison)[];
};

export const isGroup = (part: Group | Comparison): part is Group =>
  "join" in part;

export const newComparison = (): Comparison => ({
  ...{ path: "event", op: "=", value: "" },
});

/** `not` of several is none of them; a comparison alone is a group of one. */
export function toGroup(condition: Condition | null): Group {
  if (condition === null) return { join: "all", parts: [] };
  if ("all" in condition)
    return { join: "all", parts: condition.all.map(toPart) };
  if ("any" in condition)
    return { join: "any", parts: condition.any.map(toPart) };
  if (!("not" in condition)) return { join: "all", parts: [condition] };
  const inner = toGroup(condition.not);
  return inner.join === "any" || inner.parts.length === 1
    ? { join: "none", parts: inner.parts }
    : { join: "none", parts: [inner] };
}

const toPart = (condition: Condition): Group | Comparison =>
  "path" in condition ? condition : toGroup(condition);

/** The condition again, as short as it can be said; null for a filter that lets everything through. */
export function toCondition(group: Group): Condition | null {
  const parts = group.parts
    .map((part) => (isGroup(part) ? toCondition(part) : part))
    .filter((part) => part !== null);
  const [only] = parts;
  if (only === undefined) return null;
  if (group.join === "none")
    return { not: parts.length === 1 ? only : { any: parts } };
  if (parts.length === 1) return only;
  return group.join === "all" ? { all: parts } : { any: parts };
}

/** What is typed as the operator takes it: a list divided by commas, or text. */
export function readValue(
  op: Comparison["op"],
  text: string,
): Json | undefined {
  const { takes } = CONDITION_OPERATORS[op];
  if (takes === "none") return undefined;
  return takes === "list" ? text.split(",").map((item) => item.trim()) : text;
}

export function showValue(value: Json | undefined): string {
  return Array.isArray(value)
    ? value.map(plainText).join(", ")
    : plainText(value);
}
