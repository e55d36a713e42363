import { internName } from "../shared/intern-name";
import { isJsonObject, type Json, type JsonObject } from "../shared/json";
import type { PickExpression } from "./expression";
import { ELEMENTS_MAX } from "./failed";
import {
  addProblem,
  addWarning,
  setMember,
  type Evaluate,
  type MappingOutcome,
} from "./outcome";
import { restyle } from "./words";

/** New names are remembered: records of one kind have the same fields. */
const NAMES_KEPT_MAX = 10_000;

/**
 * Many fields at once. Of two fields that come to one name the first in the
 * record wins, and the clash is a warning.
 */
export function compilePick(
  pick: PickExpression,
  read: (record: Json) => Json | undefined,
  key: string,
): Evaluate {
  const isTaken = compileSelection(pick);
  const rename = compileRename(pick);
  return (record, outcome) => {
    const source = read(record);
    if (source === undefined || source === null) return undefined;
    const fault = faultOf(source, pick.pick);
    if (fault !== null) {
      addProblem(outcome, key, fault);
      return undefined;
    }
    return take(source as JsonObject, isTaken, rename, outcome, key);
  };
}

function faultOf(source: Json, path: string): string | null {
  if (!isJsonObject(source))
    return `should be made of an object but ${path} is none`;
  return Object.keys(source).length > ELEMENTS_MAX
    ? `should be made of at most ${ELEMENTS_MAX.toLocaleString("en")} fields but ${path} has more`
    : null;
}

function take(
  source: JsonObject,
  isTaken: (name: string) => boolean,
  rename: (name: string) => string,
  outcome: MappingOutcome,
  key: string,
): JsonObject {
  const fields: JsonObject = {};
  for (const name in source) {
    const value = source[name];
    if (value === undefined || !isTaken(name)) continue;
    const renamed = rename(name);
    if (Object.hasOwn(fields, renamed)) {
      const message = `has two fields that become ${renamed}: ${name} was left out`;
      addWarning(outcome, key, message);
    } else setMember(fields, renamed, value);
  }
  return fields;
}

function compileSelection({ only, except }: PickExpression) {
  const wanted = only === undefined ? null : new Set(only);
  const unwanted = new Set(except);
  return (name: string) =>
    !unwanted.has(name) && (wanted === null || wanted.has(name));
}

function compileRename({ rename }: PickExpression): (name: string) => string {
  if (rename === undefined) return (name) => name;
  const kept = new Map<string, string>();
  return (name) => {
    const known = kept.get(name);
    if (known !== undefined) return known;
    const renamed = internName(restyle(name, rename));
    if (kept.size < NAMES_KEPT_MAX) kept.set(name, renamed);
    return renamed;
  };
}
