import type { Facts, FieldDrift, SyncFacts } from "../facts";
import { aboutSync, syncsOf, type Finding, type Judgement } from "../finding";
import type { Rule, WatchOf } from "../rule";
import { listWords, plural, sinceSeconds } from "../number-words";

const WORDS = {
  new: "New",
  vanished: "Vanished",
  retyped: "Other type",
} as const;

/** The fields of a sync's source changed: some vanished, came up, or hold another type. */
export function judgeSchemaDrift(
  rule: Rule,
  watch: WatchOf<"schemaDrift">,
  facts: Facts,
): Judgement {
  const findings = syncsOf(rule, facts).flatMap((sync) =>
    ofSync(watch, sync, facts.now),
  );
  return { findings, unknown: [] };
}

function ofSync(
  watch: WatchOf<"schemaDrift">,
  sync: SyncFacts,
  now: Date,
): Finding[] {
  const fields = sync.drift.filter((field) => minds(watch, field, now));
  if (fields.length === 0) return [];
  const used = fields.filter(({ isUsed }) => isUsed).length;
  return [
    {
      subject: aboutSync(sync),
      title: `${sync.name}: ${plural(fields.length, "field")} of its source changed`,
      cause: `${listWords(fields.map(sentence), 3)}.${used > 0 ? ` The sync reads ${used} of them.` : ""}`,
      facts: watch.changes.flatMap((change) => {
        const paths = fields
          .filter((field) => field.change === change)
          .map(({ path }) => path);
        return paths.length === 0
          ? []
          : [{ label: WORDS[change], value: listWords(paths) }];
      }),
      syncIds: [sync.id],
      runId: null,
    },
  ];
}

/** A vanished field is minded until it is back; new ones and other types while they are news. */
function minds(
  watch: WatchOf<"schemaDrift">,
  field: FieldDrift,
  now: Date,
): boolean {
  if (!watch.changes.includes(field.change)) return false;
  if (watch.onlyUsed && !field.isUsed) return false;
  return (
    field.change === "vanished" ||
    sinceSeconds(field.at, now) < watch.newsHours * 3_600
  );
}

function sentence({ change, path, event }: FieldDrift): string {
  const of = `${path} of “${event}”`;
  if (change === "new") return `${of} is new`;
  return change === "vanished"
    ? `${of} is no longer sent`
    : `${of} came with another type`;
}
