import { z } from "zod";
import { canonicalJson } from "../shared/canonical-json";
import { isJsonObject, type Json } from "../shared/json";
import type { Decision } from "./decide";

const OutcomeCounts = z.object({
  send: z.number(),
  filtered: z.number(),
  invalid: z.number(),
  violations: z.number(),
});
type OutcomeCounts = z.infer<typeof OutcomeCounts>;

/** What a draft would do otherwise than the version that runs, over some records. */
export const Comparison = z.object({
  records: z.number(),
  draft: OutcomeCounts,
  /** Null where nothing was published yet. */
  published: OutcomeCounts.nullable(),
  /** Records of which the draft makes something else. */
  changed: z.number(),
  /** How many payloads differ at each path, the most frequent first. */
  fields: z.array(z.object({ path: z.string(), count: z.number() })),
  /** What is wrong with records by the draft and was not by the version. */
  newProblems: z.array(
    z.object({ path: z.string(), message: z.string(), count: z.number() }),
  ),
});
export type Comparison = z.infer<typeof Comparison>;

type Decided = { draft: Decision; published: Decision | null };

const SHOWN_MAX = 50;

export function compareDecisions(decided: readonly Decided[]): Comparison {
  const fields = new Map<string, number>();
  const problems = new Map<string, Comparison["newProblems"][number]>();
  let changed = 0;
  for (const { draft, published } of decided) {
    const paths = differingPaths(draft, published);
    if (paths.length > 0) changed += 1;
    for (const path of paths) fields.set(path, (fields.get(path) ?? 0) + 1);
    addNewProblems(problems, draft, published);
  }
  const isPublished = decided.some(({ published }) => published !== null);
  return {
    records: decided.length,
    draft: countOutcomes(decided.map(({ draft }) => draft)),
    published: isPublished
      ? countOutcomes(decided.flatMap(({ published }) => published ?? []))
      : null,
    changed,
    fields: [...fields]
      .map(([path, count]) => ({ path, count }))
      .toSorted((a, b) => b.count - a.count)
      .slice(0, SHOWN_MAX),
    newProblems: [...problems.values()]
      .toSorted((a, b) => b.count - a.count)
      .slice(0, SHOWN_MAX),
  };
}

function countOutcomes(decisions: readonly Decision[]): OutcomeCounts {
  const counts = { send: 0, filtered: 0, invalid: 0, violations: 0 };
  for (const decision of decisions) {
    counts[decision.outcome] += 1;
    if (decision.outcome === "send" && decision.violations.length > 0)
      counts.violations += 1;
  }
  return counts;
}

/** Where the payloads differ; the empty path where one is sent and the other is not. */
function differingPaths(draft: Decision, published: Decision | null): string[] {
  if (published === null) return [];
  if (draft.outcome !== published.outcome) return [""];
  if (draft.outcome !== "send" || published.outcome !== "send") return [];
  if (draft.text === published.text) return [];
  const [after, before] = [draft.text, published.text].map(
    (text) => JSON.parse(text) as Json,
  );
  return differences(before, after, "");
}

function differences(
  before: Json | undefined,
  after: Json | undefined,
  path: string,
): string[] {
  if (!isJsonObject(before) || !isJsonObject(after))
    return isSame(before, after) ? [] : [path];
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...names].flatMap((name) =>
    differences(
      before[name],
      after[name],
      path === "" ? name : `${path}.${name}`,
    ),
  );
}

function isSame(a: Json | undefined, b: Json | undefined): boolean {
  if (a === undefined || b === undefined) return a === b;
  return canonicalJson(a) === canonicalJson(b);
}

/** One problem of many records is one, with one record's words. */
function addNewProblems(
  found: Map<string, Comparison["newProblems"][number]>,
  draft: Decision,
  published: Decision | null,
): void {
  if (draft.outcome !== "invalid") return;
  const known = new Set(
    published?.outcome === "invalid"
      ? published.problems.map(({ path }) => path)
      : [],
  );
  for (const { path, message } of draft.problems) {
    if (known.has(path)) continue;
    const one = found.get(path);
    if (one === undefined) found.set(path, { path, message, count: 1 });
    else one.count += 1;
  }
}
