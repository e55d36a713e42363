import type { Facts, SyncFacts } from "../facts";
import { aboutSync, syncsOf, type Finding, type Judgement } from "../finding";
import type { Rule } from "../rule";
import { listWords } from "../number-words";

/** A run's books do not add up: a record may be unaccounted for. */
export function judgeUnbalancedBooks(rule: Rule, facts: Facts): Judgement {
  return {
    findings: syncsOf(rule, facts).flatMap(ofSync),
    unknown: [],
  };
}

function ofSync(sync: SyncFacts): Finding[] {
  const [first] = sync.unbalanced;
  if (first === undefined) return [];
  return [
    {
      subject: aboutSync(sync),
      title: `${sync.name}: the books of run ${first.number} do not balance`,
      cause: `${first.detail} A record may be unaccounted for: please tell whoever runs Sluice.`,
      facts: [
        {
          label: "Runs",
          value: listWords(sync.unbalanced.map(({ number }) => String(number))),
        },
      ],
      syncIds: [sync.id],
      runId: first.runId,
    },
  ];
}
