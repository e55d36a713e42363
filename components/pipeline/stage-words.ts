import { shortTriggerWords } from "@/components/schedule/schedule-words";
import { describeCondition } from "@/components/syncs/describe";
import { ACTIONS } from "@/lib/sync/actions/registry";
import type { SyncDefinition } from "@/lib/sync/definition";
import type { Stage } from "@/lib/sync/pipeline-stages";
import { STREAMS } from "@/lib/sync/streams/registry";
import { IDENTITY_FIELDS, isIdentityField } from "./pick-fields";

export const STAGE_TITLES = {
  source: "Source",
  filter: "Filter",
  identity: "Identity",
  mapping: "Mapping",
  validation: "Validation",
  destination: "Destination",
} as const satisfies Record<Stage, string>;

/** What went no further at a stage is called so. */
export const LEFT_WORDS = {
  source: "left",
  filter: "filtered",
  identity: "without an id",
  mapping: "not mapped",
  validation: "invalid",
  destination: "rejected",
} as const satisfies Record<Stage, string>;

export type Names = {
  source: string;
  destination: string;
  plan: string | null;
};

/** What each stage does with a record, in a few words. */
export function stageWords(
  definition: SyncDefinition,
  names: Names,
): Record<Stage, string> {
  const { source, trigger, validation, destination } = definition;
  const given = identityFields(definition);
  const { one, many } = STREAMS[source.stream];
  const read = `${names.source} · ${many}`;
  const when = shortTriggerWords(trigger);
  const { title } = ACTIONS[destination.action];
  return {
    source: when === null ? read : `${read}, ${when}`,
    filter: source.where ? describeCondition(source.where) : `Every ${one}`,
    identity: given.length === 0 ? "No id yet" : given.join(", "),
    mapping: countOf(mappedFields(definition).length),
    validation: validation
      ? `${names.plan ?? "plan"} · ${validation.onViolation}`
      : "Segment’s own rules",
    destination: `${names.destination} · ${title}`,
  };
}

const identityFields = ({ mapping }: SyncDefinition) =>
  IDENTITY_FIELDS.filter((name) => Object.hasOwn(mapping, name));

/** The fields of a call that are not about whose it is. */
const mappedFields = ({ mapping }: SyncDefinition) =>
  Object.keys(mapping).filter((name) => !isIdentityField(name));

const countOf = (count: number) => `${count} field${count === 1 ? "" : "s"}`;

/** The stages that a draft would do otherwise than what runs. */
export function changedStages(
  draft: SyncDefinition,
  running: SyncDefinition,
): ReadonlySet<Stage> {
  const before = partsOf(running);
  const after = partsOf(draft);
  const stages = Object.keys(after) as Stage[];
  return new Set(
    stages.filter(
      (stage) => JSON.stringify(before[stage]) !== JSON.stringify(after[stage]),
    ),
  );
}

/** The part of a definition that each stage runs by. */
function partsOf(definition: SyncDefinition): Record<Stage, unknown> {
  const { source, trigger, snapshot } = definition;
  const { mapping, validation, destination, delivery } = definition;
  const pick = (names: readonly string[]) =>
    names.map((name) => [name, mapping[name] ?? null]);
  return {
    source: [source.connection, source.stream, trigger, snapshot ?? null],
    filter: source.where ?? null,
    identity: pick(IDENTITY_FIELDS),
    mapping: pick(mappedFields(definition)),
    validation: validation ?? null,
    destination: [destination, delivery],
  };
}
