import { checkExpression } from "./check-expression";
import type { CheckContext, CheckProblem } from "./check-problem";
import type { Expression, Mapping } from "./expression";
import {
  mayGive,
  parseTarget,
  parseTargets,
  type TargetPath,
} from "./target-path";
import type { TargetField } from "./target-field";
import {
  ANY,
  asTextual,
  nameOfType,
  NOTHING,
  NULL,
  OBJECT,
  TEXT,
  TIME,
  type ValueType,
} from "./value-type";

const KEYS_MAX = 1_000;
const LENGTH_MAX = 256_000;

/**
 * Everything that is wrong with a mapping, at once. An error keeps it from
 * being published: some record, or every one, could not be mapped as it says.
 * A warning is what the known fields make doubtful.
 */
export function checkMapping(
  mapping: Mapping,
  context: CheckContext = {},
): CheckProblem[] {
  const tooLarge = checkSize(mapping);
  if (tooLarge !== null) return [tooLarge];
  const types = new Map<string, ValueType>();
  const problems = Object.entries(mapping).flatMap(([key, expression]) => {
    const found: CheckProblem[] = [];
    types.set(key, checkKey(key, expression, context, found));
    return found;
  });
  return [
    ...problems,
    ...checkNesting(types),
    ...checkTargets(types, context.targets ?? []),
  ];
}

function checkKey(
  key: string,
  expression: Expression,
  context: CheckContext,
  problems: CheckProblem[],
): ValueType {
  const target = parseTarget(key);
  if (target === null)
    problems.push({
      path: key,
      severity: "error",
      message: "is not a path such as properties.plan or properties.*",
      expected: "names joined by dots",
      found: key,
      suggestion: key.includes("[")
        ? "The elements of a list are made by each."
        : "Write names joined by dots.",
    });
  const type = checkExpression(expression, key, context, problems);
  if (target?.isBulk === true) requireObject(key, type, problems);
  return type;
}

function requireObject(
  key: string,
  type: ValueType,
  problems: CheckProblem[],
): void {
  if ((type & OBJECT) !== 0) return;
  problems.push({
    path: key,
    severity: "error",
    message: `should be an object but it is ${nameOfType(type)}`,
    expected: "object",
    found: nameOfType(type),
    suggestion: "Pick the fields of an object.",
  });
}

/** A key that others nest in must be an object itself. */
function checkNesting(types: ReadonlyMap<string, ValueType>): CheckProblem[] {
  const problems: CheckProblem[] = [];
  const outer = new Set([...types.keys()].flatMap(startsOf));
  for (const [key, type] of types) {
    if (!outer.has(nameOf(key))) continue;
    if (parseTarget(key)?.isBulk === false) requireObject(key, type, problems);
  }
  return problems;
}

const nameOf = (key: string) => JSON.stringify(parseTarget(key)?.names ?? key);

function startsOf(key: string): string[] {
  const target = parseTarget(key);
  if (target === null) return [];
  const length = target.names.length - (target.isBulk ? 0 : 1);
  return Array.from({ length }, (_, index) =>
    JSON.stringify(target.names.slice(0, index + 1)),
  );
}

/** What the destination asks of its fields: presence and types. */
function checkTargets(
  types: ReadonlyMap<string, ValueType>,
  targets: readonly TargetField[],
): CheckProblem[] {
  const given = parseTargets(types.keys());
  const problems = targets.flatMap((target) => {
    const type = types.get(target.path);
    return type === undefined
      ? checkAbsent(target, given)
      : checkTarget(target, type);
  });
  const oneOf = targets.filter(({ presence }) => presence === "oneOf");
  const isGiven = oneOf.some(({ path }) => mayGive(given, path));
  if (oneOf.length === 0 || isGiven) return problems;
  const names = oneOf.map(({ path }) => path).join(" or ");
  return [
    ...problems,
    missing(oneOf[0]?.path ?? "", `${names} is needed`, `Map ${names}.`),
  ];
}

function checkAbsent(
  { path, presence }: TargetField,
  given: readonly TargetPath[],
): CheckProblem[] {
  if (presence !== "required" || mayGive(given, path)) return [];
  return [missing(path, "is required", `Map ${path}.`)];
}

const missing = (
  path: string,
  message: string,
  suggestion: string,
): CheckProblem => ({
  ...{ path, severity: "error", message, suggestion },
  expected: "a value",
  found: "nothing",
});

function checkTarget(target: TargetField, type: ValueType): CheckProblem[] {
  const { path } = target;
  const wanted = nameOfType(target.type);
  const kinds = type & ~(NULL | NOTHING);
  const accepted =
    (target.type & TEXT) === 0 ? target.type : target.type | TIME;
  const problem = (
    severity: CheckProblem["severity"],
    message: string,
    suggestion: string,
  ): CheckProblem => ({
    ...{ path, severity, message, suggestion },
    expected: wanted,
    found: nameOfType(type),
  });
  const isImpossible =
    kinds !== 0 && (asTextual(kinds) & asTextual(accepted)) === 0;
  if (isImpossible)
    return [
      problem(
        "error",
        `should be ${wanted} but it is ${nameOfType(kinds)}`,
        `Convert it to ${wanted}.`,
      ),
    ];
  const isKnown = (kinds & ANY & ~NULL) !== (ANY & ~NULL);
  if (isKnown && (kinds & ~accepted) !== 0)
    return [
      problem(
        "warning",
        `should be ${wanted} but it may be ${nameOfType(kinds & ~accepted)}`,
        `Convert it to ${wanted}.`,
      ),
    ];
  if (
    target.presence === "required" &&
    (type & (NOTHING | NULL)) !== 0 &&
    isKnown
  )
    return [
      problem(
        "warning",
        "is required but may be nothing",
        "Give a default: the first of several, with a constant last.",
      ),
    ];
  return [];
}

function checkSize(mapping: Mapping): CheckProblem | null {
  const keys = Object.keys(mapping).length;
  const { length } = JSON.stringify(mapping);
  if (keys <= KEYS_MAX && length <= LENGTH_MAX) return null;
  return {
    path: "",
    severity: "error",
    message: "is too large",
    expected: `at most ${KEYS_MAX} fields and ${LENGTH_MAX} characters`,
    found: `${keys} fields and ${length} characters`,
    suggestion: "Pick many fields at once instead of naming each.",
  };
}
