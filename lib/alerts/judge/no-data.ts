import type { Facts, SyncFacts } from "../facts";
import { aboutSync, syncsOf, type Finding, type Judgement } from "../finding";
import type { Rule, WatchOf } from "../rule";
import { durationWords, minuteWords, sinceSeconds } from "../number-words";

/** Nothing came for a while that the sync takes; a new one has as long for its first record. */
export function judgeNoData(
  rule: Rule,
  watch: WatchOf<"noData">,
  facts: Facts,
): Judgement {
  const findings = syncsOf(rule, facts)
    .filter(({ isStream }) => isStream)
    .flatMap((sync) => ofSync(watch, sync, facts.now));
  return { findings, unknown: [] };
}

function ofSync(
  { minutes }: WatchOf<"noData">,
  sync: SyncFacts,
  now: Date,
): Finding[] {
  const { lastDataAt, publishedAt } = sync;
  const since =
    lastDataAt !== null && lastDataAt > publishedAt ? lastDataAt : publishedAt;
  const seconds = sinceSeconds(since, now);
  if (seconds < minutes * 60) return [];
  return [
    {
      subject: aboutSync(sync),
      title: `${sync.name}: no data for ${durationWords(seconds)}`,
      cause: `${sync.source.name} has sent nothing that this sync takes; the rule minds from ${minuteWords(minutes)} on. Is the source still connected?`,
      facts: [
        {
          label: "Last record",
          value: lastDataAt === null ? "none yet" : lastDataAt.toISOString(),
        },
      ],
      syncIds: [sync.id],
      runId: null,
    },
  ];
}
