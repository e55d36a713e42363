import type { Facts, SyncFacts } from "../facts";
import { aboutSync, syncsOf, type Finding, type Judgement } from "../finding";
import type { Rule, WatchOf } from "../rule";
import { countWords, minuteWords, percentWords } from "../number-words";

/** Too many of the records that got an outcome were rejected. */
export function judgeRejectedShare(
  rule: Rule,
  watch: WatchOf<"rejectedShare">,
  facts: Facts,
): Judgement {
  const findings = syncsOf(rule, facts).flatMap((sync) => ofSync(watch, sync));
  return { findings, unknown: [] };
}

function ofSync(watch: WatchOf<"rejectedShare">, sync: SyncFacts): Finding[] {
  const counts = sync.counts.get(watch.windowMinutes);
  if (counts === undefined) return [];
  const failed = counts.rejected + (watch.countInvalid ? counts.invalid : 0);
  const all = counts.delivered + failed;
  if (failed === 0 || all < watch.recordsMin) return [];
  const percent = (failed / all) * 100;
  if (percent < watch.percent) return [];
  const window = minuteWords(watch.windowMinutes);
  return [
    {
      subject: aboutSync(sync),
      title: `${sync.name}: ${percentWords(percent)} of the records ${watch.countInvalid ? "failed" : "were rejected"}`,
      cause: `In the last ${window} ${countWords(failed)} of ${countWords(all)} records were ${watch.countInvalid ? "rejected or invalid" : "rejected"}; the rule minds from ${percentWords(watch.percent)} on. Each is a dead letter with its reason.`,
      facts: [
        { label: "Rejected", value: countWords(counts.rejected) },
        { label: "Invalid", value: countWords(counts.invalid) },
        { label: "Delivered", value: countWords(counts.delivered) },
      ],
      syncIds: [sync.id],
      runId: sync.run?.id ?? null,
    },
  ];
}
