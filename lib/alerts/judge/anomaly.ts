import type { Facts, SyncFacts } from "../facts";
import { aboutSync, syncsOf, type Finding, type Judgement } from "../finding";
import { ANOMALY_WEEKS_MIN, type Rule, type WatchOf } from "../rule";
import { sideOf, usualBounds, type Bounds } from "../unusual";
import { countWords, listWords } from "../number-words";

const MEASURE_WORDS = {
  read: "were read",
  delivered: "were delivered",
  failed: "were rejected or invalid",
} as const;

/** The last hour holds far fewer or more records than the same hour of past weeks. */
export function judgeAnomaly(
  rule: Rule,
  watch: WatchOf<"anomaly">,
  facts: Facts,
): Judgement {
  const judgement: Judgement = { findings: [], unknown: [] };
  for (const sync of syncsOf(rule, facts)) {
    const hours = sync.hours[watch.measure];
    const past = hours?.past.slice(0, watch.weeks) ?? [];
    if (hours === undefined || past.length < ANOMALY_WEEKS_MIN) {
      judgement.unknown.push({
        subject: aboutSync(sync),
        why: `There are ${past.length} past weeks to compare with; it takes ${ANOMALY_WEEKS_MIN}.`,
      });
      continue;
    }
    const bounds = usualBounds(past, hours.present, watch);
    if (bounds === null) continue;
    const side = sideOf(hours.present, bounds);
    if (
      side !== null &&
      (watch.direction === "both" || watch.direction === side)
    )
      judgement.findings.push(
        found(watch, sync, { present: hours.present, past, bounds, side }),
      );
  }
  return judgement;
}

function found(
  watch: WatchOf<"anomaly">,
  sync: SyncFacts,
  hour: {
    present: number;
    past: readonly number[];
    bounds: Bounds;
    side: "less" | "more";
  },
): Finding {
  const { present, past, bounds, side } = hour;
  const limit = side === "less" ? bounds.low : bounds.high;
  return {
    subject: aboutSync(sync),
    title: `${sync.name}: far ${side === "less" ? "fewer" : "more"} records than usual`,
    cause: `In the last hour ${countWords(present)} records ${MEASURE_WORDS[watch.measure]}; at this hour of past weeks it was ${countWords(bounds.usual)}, and ${side === "less" ? "fewer" : "more"} than ${countWords(Math.max(0, limit))} is unusual.`,
    facts: [
      { label: "Last hour", value: countWords(present) },
      { label: "Usual", value: countWords(bounds.usual) },
      { label: "Past weeks", value: listWords(past.map(countWords), 12) },
    ],
    syncIds: [sync.id],
    runId: sync.run?.id ?? null,
  };
}
