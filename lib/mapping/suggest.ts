import { parsePath } from "../shared/json-path";
import type { Expression, Mapping } from "./expression";
import type { TargetField } from "./target-field";
import { parseTarget } from "./target-path";
import * as type from "./value-type";
import type { ValueType } from "./value-type";
import { wordsOf } from "./words";

/** A field of the source as the catalogue knows it. */
export type SourceField = {
  path: string;
  types: ValueType;
  filledPercent: number;
};

export type Suggestion = {
  target: string;
  expression: Expression;
  /** The source's path that it takes. */
  from: string;
  reason: string;
  /** From 0 to 1. */
  confidence: number;
  /** Other fields that fit as well: then a person decides. */
  alternatives: string[];
};

/** Sure enough to be offered. */
const CONFIDENCE_MIN = 0.5;
/** Sure enough to be taken with others at one press. */
const CLEAR_MIN = 0.8;
/** Closer together than that, the better one is a guess. */
const AMBIGUOUS_WITHIN = 0.06;

/** Words that say nothing alone: a plan's name is no campaign's. */
const GENERIC = new Set(["name", "id", "type", "value", "title", "date"]);

/** Whether nothing speaks against it: sure, and no other field fits as well. */
export const isClear = ({ confidence, alternatives }: Suggestion): boolean =>
  confidence >= CLEAR_MIN && alternatives.length === 0;

/** Words that mean the same in both systems; the first is Segment's. */
const SYNONYMS: readonly (readonly string[])[] = [
  ["timestamp", "time"],
  ["revenue", "amount", "amount usd", "price", "total"],
  ["source", "utm source"],
  ["medium", "utm medium"],
  ["name", "utm campaign"],
  ["plan", "plan name", "plan type", "tier"],
  ["email", "e mail", "mail", "identity"],
  ["url", "href", "page url", "full url"],
  ["referrer", "initial referrer"],
  ["phone", "phone number", "mobile"],
  ["company", "company name", "account name", "organization"],
  ["seats", "seat count", "number of seats"],
  ["ip", "ip address"],
  ["group id", "account id", "company id"],
];

/**
 * What could be mapped by name, type and plan, one suggestion a field that is
 * not mapped yet, the surest first. `known` are those that the systems' own
 * rules settle, whatever the names say. Nothing is decided: the reason and the
 * confidence are for whoever does.
 */
export function suggestMapping(
  fields: readonly SourceField[],
  targets: readonly TargetField[],
  mapping: Mapping,
  known: readonly Suggestion[] = [],
): Suggestion[] {
  const byTarget = new Map(known.map((one) => [one.target, one]));
  const index = indexOf(fields);
  const asked = new Set(targets.map(({ path }) => path));
  return [
    ...targets.flatMap(
      (target) => byTarget.get(target.path) ?? suggestFor(target, index) ?? [],
    ),
    ...known.filter(({ target }) => !asked.has(target)),
  ]
    .filter(({ target }) => !isMade(target, mapping))
    .toSorted((a, b) => b.confidence - a.confidence);
}

/** Mapped itself, or made of the fields below it one by one. */
const isMade = (path: string, mapping: Mapping): boolean =>
  Object.keys(mapping).some(
    (key) => key === path || key.startsWith(`${path}.`),
  );

type NamedField = { field: SourceField; words: string };
/** Fields by each word of their names, and where each stands among all. */
type NameIndex = ReadonlyMap<string, ReadonlyMap<number, NamedField>>;

/** An editor asks again after each change of a mapping, about the same thousands of fields. */
const indexes = new WeakMap<readonly SourceField[], NameIndex>();

function indexOf(fields: readonly SourceField[]): NameIndex {
  const known = indexes.get(fields);
  if (known !== undefined) return known;
  const index = new Map<string, Map<number, NamedField>>();
  for (const [place, field] of fields.entries()) {
    if (field.path.includes("[]")) continue;
    const words = nameWords(parsePath(field.path) ?? []);
    for (const word of words.split(" ")) {
      const own = index.get(word) ?? new Map<number, NamedField>();
      index.set(word, own.set(place, { field, words }));
    }
  }
  indexes.set(fields, index);
  return index;
}

/** Those that share a word with a name or with what means the same, in the fields' own order: no others compare. */
function fieldsLike(wanted: string, index: NameIndex): NamedField[] {
  const names = SYNONYMS.filter((words) => words.includes(wanted)).flat();
  const found = new Map(
    [wanted, ...names]
      .flatMap((name) => name.split(" "))
      .flatMap((word) => [...(index.get(word) ?? [])]),
  );
  return [...found].toSorted(([a], [b]) => a - b).map(([, field]) => field);
}

type Candidate = {
  field: SourceField;
  expression: Expression;
  reason: string;
  confidence: number;
};

function suggestFor(target: TargetField, index: NameIndex): Suggestion | null {
  const wanted = nameWords(parseTarget(target.path)?.names ?? []);
  const candidates = fieldsLike(wanted, index)
    .flatMap((field) => toCandidate(target, wanted, field) ?? [])
    .filter(({ confidence }) => confidence >= CONFIDENCE_MIN)
    .toSorted((a, b) => b.confidence - a.confidence);
  const [best, ...others] = candidates;
  if (best === undefined) return null;
  const alternatives = others
    .filter(({ confidence }) => best.confidence - confidence < AMBIGUOUS_WITHIN)
    .map(({ field }) => field.path);
  return {
    ...{ target: target.path, from: best.field.path },
    ...{ expression: best.expression, reason: best.reason },
    ...{ confidence: best.confidence, alternatives },
  };
}

function toCandidate(
  target: TargetField,
  wanted: string,
  { field, words }: NamedField,
): Candidate | null {
  const named = compareNames(wanted, words);
  const fit = named === null ? null : fitTypes(target.type, field);
  if (named === null || fit === null) return null;
  const rarely = field.filledPercent < 20 ? 0.15 : 0;
  return {
    field,
    expression: fit.expression,
    reason: [named.reason, ...fit.reasons].join("; "),
    confidence: Number(
      Math.max(0, named.confidence - fit.doubt - rarely).toFixed(2),
    ),
  };
}

type Named = { reason: string; confidence: number };

function compareNames(wanted: string, given: string): Named | null {
  if (wanted === "" || given === "") return null;
  if (wanted === given) return { reason: "the same name", confidence: 0.95 };
  const isSynonym = SYNONYMS.some(
    (words) => words.includes(wanted) && words.includes(given),
  );
  if (isSynonym)
    return { reason: `“${given}” is another word for it`, confidence: 0.85 };
  const [short, long] = [wanted.split(" "), given.split(" ")].toSorted(
    (a, b) => a.length - b.length,
  );
  const isPart =
    short?.every((word) => long?.includes(word) === true) === true &&
    !(short.length === 1 && GENERIC.has(short[0] ?? ""));
  return isPart
    ? { reason: `“${given}” and “${wanted}” share words`, confidence: 0.65 }
    : null;
}

/** The words of the last name on a path: where it hangs says little. */
const nameWords = (segments: readonly (string | number)[]) =>
  wordsOf(String(segments.at(-1) ?? ""))
    .join(" ")
    .toLowerCase();

type Fit = { expression: Expression; reasons: string[]; doubt: number };

/** The field as it is, or converted to what the target takes; null where that can't be. */
function fitTypes(wanted: ValueType, { path, types }: SourceField): Fit | null {
  const given = type.asTextual(types) & ~(type.NULL | type.NOTHING);
  const accepted = (wanted & type.TEXT) === 0 ? wanted : wanted | type.TIME;
  const plain: Expression = { path };
  if ((given & ~type.asTextual(accepted)) === 0 || accepted === type.ANY)
    return {
      expression: castIfTime(wanted, types, plain),
      reasons: [],
      doubt: 0,
    };
  const cast = castTo(wanted);
  const isScalar = (given & (type.LIST | type.OBJECT)) === 0;
  if (cast === null || !isScalar) return null;
  return {
    expression: { fn: cast, args: [plain] },
    reasons: [`converted to ${type.nameOfType(wanted)}`],
    doubt: 0.1,
  };
}

/** Times come in several forms; the destination wants one. */
const castIfTime = (
  wanted: ValueType,
  given: ValueType,
  plain: Expression,
): Expression =>
  wanted === type.TIME && (given & type.TIME) === 0
    ? { fn: "toIso", args: [plain] }
    : plain;

function castTo(wanted: ValueType): string | null {
  if ((wanted & type.TEXT) !== 0) return "toText";
  if ((wanted & type.NUMBER) !== 0) return "toNumber";
  if ((wanted & type.BOOLEAN) !== 0) return "toBoolean";
  return (wanted & type.TIME) !== 0 ? "toIso" : null;
}
