import type { Facts, SyncFacts } from "../facts";
import { aboutSync, syncsOf, type Finding, type Judgement } from "../finding";
import type { Rule, WatchOf } from "../rule";
import { countWords, minuteWords, plural } from "../number-words";

/** Calls that the tracking plan has something against, sent or blocked. */
export function judgePlanViolations(
  rule: Rule,
  watch: WatchOf<"planViolations">,
  facts: Facts,
): Judgement {
  const findings = syncsOf(rule, facts).flatMap((sync) => ofSync(watch, sync));
  return { findings, unknown: [] };
}

function ofSync(watch: WatchOf<"planViolations">, sync: SyncFacts): Finding[] {
  const counts = sync.counts.get(watch.windowMinutes);
  if (counts === undefined || counts.violations < watch.records) return [];
  return [
    {
      subject: aboutSync(sync),
      title: `${sync.name}: ${plural(counts.violations, "call")} against the tracking plan`,
      cause: `In the last ${minuteWords(watch.windowMinutes)}; the rule minds from ${countWords(watch.records)} on.`,
      facts: [{ label: "Violations", value: countWords(counts.violations) }],
      syncIds: [sync.id],
      runId: sync.run?.id ?? null,
    },
  ];
}
