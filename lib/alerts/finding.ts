import type { Facts, Named, SyncFacts } from "./facts";
import type { Rule } from "./rule";

type Fact = { label: string; value: string };

/** Something that a rule minds, about one subject. */
export type Finding = {
  subject: Named & { kind: "sync" | "connection" };
  title: string;
  cause: string;
  facts: Fact[];
  /** The syncs that it concerns. */
  syncIds: string[];
  /** Where the cause can be seen. */
  runId: string | null;
  /** When it began, where that is known better than by its being seen. */
  since?: Date | undefined;
};

/** What a rule says of the facts: subjects that it minds, and those of which nothing can be told now. */
export type Judgement = { findings: Finding[]; unknown: Unknown[] };
type Unknown = {
  subject: Finding["subject"];
  why: string;
  /** What it would say, were another alert not telling the cause. */
  covered?: Finding;
};

/** The syncs that a rule is about. */
export function syncsOf(
  { syncIds }: Pick<Rule, "syncIds">,
  { syncs }: Facts,
): readonly SyncFacts[] {
  return syncIds === null
    ? syncs
    : syncs.filter(({ id }) => syncIds.includes(id));
}

/** What two evaluations call the same thing by. */
export const alertKey = (
  ruleId: string,
  { kind, id }: Pick<Finding["subject"], "kind" | "id">,
) => `${ruleId}:${kind}:${id}`;

export const aboutSync = ({ id, name }: Named): Finding["subject"] => ({
  ...{ kind: "sync", id, name },
});

export const aboutConnection = ({ id, name }: Named): Finding["subject"] => ({
  ...{ kind: "connection", id, name },
});
