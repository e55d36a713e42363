import type { Condition } from "@/lib/mapping/condition";

export type Comparison = Extract<Condition, { path: string }>;

/** A comparison as a row shows it; the number tells it from its like while it moves. */
export type Row = Comparison & { id: number };

/** A condition as the builder shows it: always a group, negated or not. */
export type Group = {
  id: number;
  join: "all" | "any" | "none";
  parts: Part[];
};

export type Part = Group | Row;

/** Where something can be put: before the part that has this index now. */
export type Place = { group: number; index: number };

export const ROOT_ID = 0;

export const isGroup = (part: Part): part is Group => "join" in part;

/** Every part of a tree, the tree itself first. */
export const partsOf = (part: Part): Part[] =>
  isGroup(part) ? [part, ...part.parts.flatMap(partsOf)] : [part];

/** A comparison alone is a group of one; `not` of any is none of them. */
export function toGroup(condition: Condition | null): Group {
  let last = ROOT_ID;
  const next = () => (last += 1);
  const toPart = (one: Condition): Part =>
    "path" in one ? { ...one, id: next() } : groupOf(one, next());
  const groupOf = (one: Condition, id: number): Group => {
    if ("all" in one) return { id, join: "all", parts: one.all.map(toPart) };
    if ("any" in one) return { id, join: "any", parts: one.any.map(toPart) };
    if ("path" in one) return { id, join: "all", parts: [toPart(one)] };
    const negated = "any" in one.not ? one.not.any : [one.not];
    return { id, join: "none", parts: negated.map(toPart) };
  };
  return groupOf(condition ?? { all: [] }, ROOT_ID);
}

/** The condition again, as short as it can be said; null for a filter that lets everything through. */
export function toCondition(root: Group): Condition | null {
  const condition = ofGroup(root);
  return isVacuous(condition) ? null : condition;
}

function ofPart(part: Part): Condition {
  if (isGroup(part)) return ofGroup(part);
  const { id: _, ...comparison } = part;
  return comparison;
}

function ofGroup({ join, parts }: Group): Condition {
  const conditions = parts.map(ofPart);
  const [only] = conditions;
  const isOne = only !== undefined && conditions.length === 1;
  if (join === "none") return { not: isOne ? only : { any: conditions } };
  if (isOne) return only;
  return join === "all" ? { all: conditions } : { any: conditions };
}

/** All of nothing holds, and so does none of nothing; any of nothing does not. */
function isVacuous(condition: Condition): boolean {
  if ("all" in condition) return condition.all.length === 0;
  return (
    "not" in condition &&
    "any" in condition.not &&
    condition.not.any.length === 0
  );
}
