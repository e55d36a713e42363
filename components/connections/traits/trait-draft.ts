import type { Condition } from "@/lib/mapping/condition";
import { restyle } from "@/lib/mapping/words";
import {
  eventsOf,
  TraitDefinitionSchema,
  type TraitDefinition,
  type TraitKind,
} from "@/lib/traits/definition";
import { TRAIT_KINDS } from "@/lib/traits/kinds";

/** A trait as the builder holds it: what a kind has no use for stays, for when another is chosen. */
export type TraitDraft = {
  kind: TraitKind;
  /** Null: any. */
  events: string[] | null;
  where: Condition | null;
  /** Null: all time. */
  days: number | null;
  property: string;
  atLeast: number;
  /** Empty: as it is suggested. */
  name: string;
};

export const NEW_TRAIT: TraitDraft = {
  kind: "count",
  events: null,
  where: null,
  days: 30,
  property: "",
  atLeast: 1,
  name: "",
};

export function draftOf(definition: TraitDefinition): TraitDraft {
  const { kind, name, where, in: window } = definition;
  const events = eventsOf(definition);
  return {
    ...{ kind, name, where, days: window?.days ?? null },
    events: events === null ? null : [...events],
    property: "property" in definition ? definition.property : "",
    atLeast: "atLeast" in definition ? definition.atLeast : 1,
  };
}

/** The definition that a draft comes to, or what keeps it from being one, by field. */
export function definitionOf(
  draft: TraitDraft,
):
  | { definition: TraitDefinition; problems: null }
  | { definition: null; problems: Map<string, string> } {
  const { kind, where, days, events } = draft;
  const [only, ...others] = events ?? [];
  const parsed = TraitDefinitionSchema.safeParse({
    ...{ kind, name: nameOf(draft), where },
    event: only !== undefined && others.length === 0 ? only : events,
    in: days === null ? null : { days },
    ...(TRAIT_KINDS[kind].takesProperty ? { property: draft.property } : {}),
    ...(kind === "adopted" ? { atLeast: draft.atLeast } : {}),
  });
  if (parsed.success) return { definition: parsed.data, problems: null };
  const problems = new Map<string, string>();
  for (const { path, message } of parsed.error.issues) {
    const field = String(path[0] ?? "");
    if (!problems.has(field)) problems.set(field, message);
  }
  return { definition: null, problems };
}

const NAME_CHARACTERS_MAX = 64;

const KIND_NAMES: Record<TraitKind, string> = {
  count: "count",
  firstTime: "first time",
  lastTime: "last time",
  activeDays: "active days",
  sessions: "sessions",
  lastActiveDate: "last date",
  adopted: "adopted",
  mostFrequent: "most frequent",
  sum: "sum",
  average: "average",
};

/** What the trait is called: as somebody wrote it, or else by what it tells. */
export function nameOf({
  name,
  kind,
  events,
  days,
  property,
}: TraitDraft): string {
  if (name !== "") return name;
  const [first, ...others] = events ?? [];
  const of = first === undefined || others.length > 0 ? "event" : first;
  const words = [
    ...[of, KIND_NAMES[kind]],
    ...(TRAIT_KINDS[kind].takesProperty ? [property.split(".").at(-1)] : []),
    ...(days === null ? [] : [`${days} days`]),
  ];
  const suggested = restyle(words.join(" "), "snake_case")
    .replace(/[^A-Za-z0-9_]/g, "")
    .replace(/^[^A-Za-z]+/, "");
  return suggested.slice(0, NAME_CHARACTERS_MAX);
}
