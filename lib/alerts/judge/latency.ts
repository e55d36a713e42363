import type { Facts, SyncFacts } from "../facts";
import { aboutSync, syncsOf, type Finding, type Judgement } from "../finding";
import type { Rule, WatchOf } from "../rule";
import {
  countWords,
  durationWords,
  minuteWords,
  sinceSeconds,
} from "../number-words";

/** Records wait too long, or take too long from their arrival to the destination. */
export function judgeLatency(
  rule: Rule,
  watch: WatchOf<"latency">,
  facts: Facts,
): Judgement {
  const findings = syncsOf(rule, facts).flatMap((sync) =>
    watch.measure === "oldest"
      ? ofOldest(watch, sync, facts.now)
      : ofP95(watch, sync),
  );
  return { findings, unknown: [] };
}

function ofOldest(
  watch: WatchOf<"latency">,
  sync: SyncFacts,
  now: Date,
): Finding[] {
  const { backlog } = sync;
  if (backlog?.oldestAt == null) return [];
  const seconds = sinceSeconds(backlog.oldestAt, now);
  if (seconds < watch.seconds) return [];
  return [
    {
      ...late(sync),
      title: `${sync.name}: a record has waited for ${durationWords(seconds)}`,
      cause:
        `The rule minds from ${durationWords(watch.seconds)} on. ${sync.waiting?.detail ?? ""}`.trim(),
      facts: [
        { label: "Oldest waits for", value: durationWords(seconds) },
        {
          label: "Unread",
          value: countWords(backlog.unread) + (backlog.isCapped ? "+" : ""),
        },
        { label: "Pending", value: countWords(backlog.pending) },
      ],
    },
  ];
}

function ofP95(watch: WatchOf<"latency">, sync: SyncFacts): Finding[] {
  const seconds = sync.delayP95Seconds.get(watch.windowMinutes) ?? null;
  if (seconds === null || seconds < watch.seconds) return [];
  return [
    {
      ...late(sync),
      title: `${sync.name}: records take ${durationWords(seconds)} to arrive`,
      cause: `Of the records of the last ${minuteWords(watch.windowMinutes)} 95 % were sent within ${durationWords(seconds)} of their arrival; the rule minds from ${durationWords(watch.seconds)} on.`,
      facts: [{ label: "p95 of the delay", value: durationWords(seconds) }],
    },
  ];
}

const late = (sync: SyncFacts) => ({
  subject: aboutSync(sync),
  syncIds: [sync.id],
  runId: sync.run?.id ?? null,
});
