import { describeCondition } from "@/components/syncs/describe";
import { findPart } from "./edit-tree";
import { isGroup, type Group, type Part, type Place } from "./filter-tree";

export const JOIN_NAMES = {
  all: "all of",
  any: "any of",
  none: "none of",
} as const satisfies Record<Group["join"], string>;

const WORDS_MAX = 80;

/** A part in a few words, for who hears it and for what is dragged. */
export function describePart(part: Part): string {
  if (isGroup(part))
    return `the group “${JOIN_NAMES[part.join]}” of ${part.parts.length}`;
  const words = part.path === "" ? "a new condition" : describeCondition(part);
  return words.length > WORDS_MAX ? `${words.slice(0, WORDS_MAX)}…` : words;
}

/** `place 2 of 3 in “any of”`, counted as it will be. */
export function describePlace(root: Group, { group, index }: Place): string {
  const within = findPart(root, group);
  if (within === null || !isGroup(within)) return "";
  const name = `“${JOIN_NAMES[within.join]}”`;
  return within.parts.length === 0
    ? `the empty group ${name}`
    : `place ${index + 1} in ${name}`;
}
