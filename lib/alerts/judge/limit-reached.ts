import type { ConnectionFacts, Facts } from "../facts";
import {
  aboutConnection,
  syncsOf,
  type Finding,
  type Judgement,
} from "../finding";
import type { Rule, WatchOf } from "../rule";
import { countWords, listWords, minuteWords } from "../number-words";

/** A destination answered “too many requests” often. */
export function judgeLimitReached(
  rule: Rule,
  watch: WatchOf<"limitReached">,
  facts: Facts,
): Judgement {
  const findings = facts.connections.flatMap((connection) =>
    ofConnection(rule, watch, facts, connection),
  );
  return { findings, unknown: [] };
}

function ofConnection(
  rule: Rule,
  watch: WatchOf<"limitReached">,
  facts: Facts,
  connection: ConnectionFacts,
): Finding[] {
  const count = connection.throttles.get(watch.windowMinutes) ?? 0;
  const syncs = syncsOf(rule, facts).filter(
    ({ destinationId }) => destinationId === connection.id,
  );
  if (count < watch.throttles || syncs.length === 0) return [];
  return [
    {
      subject: aboutConnection(connection),
      title: `${connection.name} has reached its limit`,
      cause: `It answered “too many requests” ${countWords(count)} times in the last ${minuteWords(watch.windowMinutes)}. Sluice sends more slowly; records wait meanwhile.`,
      facts: [
        { label: "Answers 429", value: countWords(count) },
        { label: "Syncs", value: listWords(syncs.map(({ name }) => name)) },
      ],
      syncIds: syncs.map(({ id }) => id),
      runId: syncs.find(({ run }) => run !== null)?.run?.id ?? null,
    },
  ];
}
