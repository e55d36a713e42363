import type { Json, JsonObject } from "../shared/json";

/** Something wrong with one field; `path` is the mapping's key. */
export type MappingProblem = { path: string; message: string };

/** What a mapping makes of a record. With a problem the record is invalid; a warning leaves it as it is. */
export type MappingOutcome = {
  payload: JsonObject;
  problems: MappingProblem[];
  warnings: MappingProblem[];
};

const NONE: MappingProblem[] = [];

/** An outcome to fill. Most records have nothing wrong, so they share one empty list; it is never written to. */
export const newOutcome = (): MappingOutcome => ({
  payload: {},
  problems: NONE,
  warnings: NONE,
});

export function addProblem(
  outcome: MappingOutcome,
  path: string,
  message: string,
): void {
  if (outcome.problems === NONE) outcome.problems = [];
  outcome.problems.push({ path, message });
}

export function addWarning(
  outcome: MappingOutcome,
  path: string,
  message: string,
): void {
  if (outcome.warnings === NONE) outcome.warnings = [];
  outcome.warnings.push({ path, message });
}

/** Gives a value, or undefined for a field that is left out; what is wrong goes to the outcome. */
export type Evaluate = (
  record: Json,
  outcome: MappingOutcome,
) => Json | undefined;

/** Own members only, defined rather than assigned: `__proto__` is a name like any other. */
export function setMember(object: JsonObject, key: string, value: Json): void {
  if (key !== "__proto__") {
    object[key] = value;
    return;
  }
  Object.defineProperty(object, key, {
    value,
    enumerable: true,
    configurable: true,
    writable: true,
  });
}
