import type { Facts, SyncFacts } from "../facts";
import { aboutSync, syncsOf, type Finding, type Judgement } from "../finding";
import type { Rule, WatchOf } from "../rule";
import { countWords } from "../number-words";

/** Too many records are unread or pending. */
export function judgeBacklog(
  rule: Rule,
  watch: WatchOf<"backlog">,
  facts: Facts,
): Judgement {
  const findings = syncsOf(rule, facts).flatMap((sync) => ofSync(watch, sync));
  return { findings, unknown: [] };
}

function ofSync({ records }: WatchOf<"backlog">, sync: SyncFacts): Finding[] {
  const { backlog } = sync;
  if (backlog === null) return [];
  const waiting = backlog.unread + backlog.pending;
  if (waiting < records) return [];
  const more = backlog.isCapped ? "More than " : "";
  return [
    {
      subject: aboutSync(sync),
      title: `${sync.name}: ${more.toLowerCase()}${countWords(waiting)} records wait`,
      cause:
        `The rule minds from ${countWords(records)} on. ${sync.waiting?.detail ?? ""}`.trim(),
      facts: [
        {
          label: "Unread",
          value: countWords(backlog.unread) + (backlog.isCapped ? "+" : ""),
        },
        { label: "Pending", value: countWords(backlog.pending) },
      ],
      syncIds: [sync.id],
      runId: sync.run?.id ?? null,
    },
  ];
}
