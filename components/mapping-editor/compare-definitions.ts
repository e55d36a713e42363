import {
  REMOVALS_WORDS,
  triggerWords,
} from "@/components/schedule/schedule-words";
import { deliveryWords } from "@/components/pipeline/delivery-words";
import {
  describeCondition,
  describeExpression,
} from "@/components/syncs/describe";
import { canonicalJson } from "@/lib/shared/canonical-json";
import type { Json } from "@/lib/shared/json";
import type { SyncDefinition } from "@/lib/sync/definition";

/** One thing that two definitions do in different ways, in words; null where one of them doesn't do it. */
export type DefinitionChange = {
  /** Tells a setting from a field of the same name. */
  id: string;
  what: string;
  before: string | null;
  after: string | null;
};

type Snapshot = NonNullable<SyncDefinition["snapshot"]>;

/** A part of a definition: what it is, and how it is told. */
type Part = { what: string; exact: string; words: string };

/**
 * How a definition differs from another, for people to read: its settings, and
 * each field of the call. Names and connections are the sync's, whatever it
 * does, and no part of the comparison; nor is where its first run began.
 */
export function compareDefinitions(
  before: SyncDefinition,
  after: SyncDefinition,
): DefinitionChange[] {
  const [old, next] = [partsOf(before), partsOf(after)];
  return [...new Set([...old.keys(), ...next.keys()])].flatMap((id) =>
    changeOf(id, old.get(id), next.get(id)),
  );
}

function changeOf(
  id: string,
  before: Part | undefined,
  after: Part | undefined,
): DefinitionChange[] {
  if (before?.exact === after?.exact) return [];
  const what = after?.what ?? before?.what ?? id;
  // Where the words leave out what differs, all of it is shown.
  const isTold = before?.words !== after?.words;
  const told = (part: Part | undefined) =>
    part === undefined ? null : isTold ? part.words : part.exact;
  return [{ id, what, before: told(before), after: told(after) }];
}

function partsOf(definition: SyncDefinition): Map<string, Part> {
  const { source, destination, validation, delivery, mapping } = definition;
  const { trigger, snapshot, alerts } = definition;
  return new Map([
    ...setting("stream", source.stream, (stream) => stream),
    ...setting("action", destination.action, (action) => action),
    ...setting("filter", source.where, describeCondition),
    ...setting(
      "tracking plan",
      validation,
      ({ trackingPlan, onViolation }) => `${trackingPlan}, ${onViolation}`,
    ),
    ...setting("delivery", delivery, deliveryWords),
    ...setting("trigger", trigger, triggerWords),
    ...setting("removals", snapshot, snapshotWords),
    ...setting("alerts", alerts, (value) => JSON.stringify(value)),
    ...Object.entries(mapping).map(([path, expression]): [string, Part] => [
      `field ${path}`,
      {
        what: path,
        exact: exactly(expression),
        words: describeExpression(expression),
      },
    ]),
  ]);
}

const snapshotWords = ({ onRemoved, keepPayload }: Snapshot) =>
  [
    REMOVALS_WORDS[onRemoved].short,
    ...(keepPayload ? ["what was sent last is kept"] : []),
  ].join(", ");

/** The same text for the same, in whatever order its members came. */
const exactly = (value: unknown): string =>
  canonicalJson(JSON.parse(JSON.stringify(value)) as Json);

/** None for a setting that is not made. */
function setting<T>(
  what: string,
  value: T | null | undefined,
  describe: (value: T) => string,
): [string, Part][] {
  if (value === null || value === undefined) return [];
  const part = {
    what,
    exact: exactly(value),
    words: describe(value),
  };
  return [[`setting ${what}`, part]];
}
