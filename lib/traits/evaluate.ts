import { compileCondition } from "../mapping/compile-condition";
import type { Json, JsonObject } from "../shared/json";
import { parsePath, readPath } from "../shared/json-path";
import {
  addDecimals,
  divideDecimal,
  toDecimal,
  toDouble,
  ZERO,
} from "./decimal";
import { eventsOf, type TraitDefinition } from "./definition";
import { mostFrequent } from "./most-frequent";
import { traitNumber } from "./trait-number";

/** Averages are told to so many places. */
const AVERAGE_PLACES = 6;
const DAY_MS = 86_400_000;

export type TraitEvent = {
  event: string;
  timeMs: number;
  sessionId: string | null;
  properties: JsonObject;
};

export type TraitValue = string | number | boolean | null;

/**
 * A trait of one person, of all events that are known of them. What people
 * see of everybody is computed by the database; it says the same.
 */
export function evaluateTrait(
  definition: TraitDefinition,
  events: readonly TraitEvent[],
  now: Date,
): TraitValue {
  const counted = events.filter(countsFor(definition, now));
  switch (definition.kind) {
    case "count":
      return counted.length;
    case "firstTime":
      return timeOf(counted, Math.min);
    case "lastTime":
      return timeOf(counted, Math.max);
    case "activeDays":
      return new Set(counted.map(({ timeMs }) => dayOf(timeMs))).size;
    case "sessions":
      return new Set(counted.flatMap(({ sessionId }) => sessionId ?? [])).size;
    case "lastActiveDate":
      return timeOf(counted, Math.max)?.slice(0, 10) ?? null;
    case "adopted":
      return counted.length >= definition.atLeast;
    case "mostFrequent":
      return mostFrequent(
        counted.map(({ properties, timeMs }) => ({
          ...{ value: readFrom(properties, definition.property), timeMs },
        })),
      );
    case "sum":
      return sumOf(numbersOf(counted, definition.property));
    case "average":
      return averageOf(numbersOf(counted, definition.property));
  }
}

function countsFor(
  { where, in: window, ...definition }: TraitDefinition,
  now: Date,
): (event: TraitEvent) => boolean {
  const names = eventsOf(definition);
  const holds = where ? compileCondition(where) : () => true;
  const fromMs = window ? now.getTime() - window.days * DAY_MS : -Infinity;
  return ({ event, timeMs, properties }) =>
    timeMs > fromMs &&
    (names === null || names.includes(event)) &&
    holds({ properties });
}

function timeOf(
  events: readonly TraitEvent[],
  choose: (a: number, b: number) => number,
): string | null {
  const [first, ...others] = events.map(({ timeMs }) => timeMs);
  if (first === undefined) return null;
  const chosen = others.reduce((a, b) => choose(a, b), first);
  return new Date(chosen).toISOString();
}

const dayOf = (timeMs: number) => Math.floor(timeMs / DAY_MS);

const readFrom = (properties: JsonObject, path: string): Json | undefined =>
  readPath({ properties }, parsePath(path) ?? []);

const numbersOf = (events: readonly TraitEvent[], path: string): number[] =>
  events.flatMap(
    ({ properties }) => traitNumber(readFrom(properties, path)) ?? [],
  );

const total = (numbers: readonly number[]) =>
  numbers.map(toDecimal).reduce(addDecimals, ZERO);

const sumOf = (numbers: readonly number[]) =>
  numbers.length === 0 ? null : toDouble(total(numbers));

const averageOf = (numbers: readonly number[]) =>
  numbers.length === 0
    ? null
    : toDouble(divideDecimal(total(numbers), numbers.length, AVERAGE_PLACES));
