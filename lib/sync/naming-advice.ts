import { restyle, wordsOf } from "../mapping/words";
import type { CheckProblem } from "../mapping/check-problem";
import type { Expression, Mapping } from "../mapping/expression";
import { parseTarget } from "../mapping/target-path";

/** What Segment's spec names itself is written in its own case. */
type Known = ReadonlySet<string>;

/**
 * Segment's advice on names (segment.md 2.7): events as Title Case with a verb
 * in the past, properties and traits in snake_case. Never more than advice.
 */
export function adviseNames(mapping: Mapping, known: Known): CheckProblem[] {
  return Object.entries(mapping).flatMap(([key, expression]) =>
    key === "event" ? adviseEvent(expression) : adviseField(key, known),
  );
}

function adviseEvent(expression: Expression): CheckProblem[] {
  if (!("value" in expression) || typeof expression.value !== "string")
    return [];
  const { value } = expression;
  const better = restyle(value, "titleCase");
  // Words in capitals, such as API, are names.
  const isTitle = wordsOf(value).every((word) => /^[\p{Lu}\p{N}]/u.test(word));
  return isTitle && !value.includes("_")
    ? []
    : [advice("event", value, better, "events are named in Title Case")];
}

function adviseField(key: string, known: Known): CheckProblem[] {
  const [bag, ...names] = parseTarget(key)?.names ?? [];
  const name = names.at(-1);
  if (known.has(key) || name === undefined) return [];
  if (bag !== "properties" && bag !== "traits") return [];
  const better = restyle(name, "snake_case");
  return better === name
    ? []
    : [advice(key, name, better, `${bag} are named in snake_case`)];
}

const advice = (
  path: string,
  found: string,
  better: string,
  rule: string,
): CheckProblem => ({
  ...{ path, severity: "advice", found },
  message: `could be named ${better}: ${rule}`,
  expected: better,
  suggestion: `Name it ${better}.`,
});
