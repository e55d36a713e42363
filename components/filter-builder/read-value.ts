import { plainText } from "@/components/mapping-editor/plain-text";
import { parseJson } from "@/components/mapping-editor/parse-json";
import type { OperatorName } from "@/lib/mapping/condition";
import { CONDITION_OPERATORS } from "@/lib/mapping/condition-operators";
import { toNumber } from "@/lib/mapping/convert-number";
import { FAILED } from "@/lib/mapping/failed";
import { typesHeld } from "@/lib/mapping/fitting-operators";
import { NUMBER, TIME, type ValueType } from "@/lib/mapping/value-type";
import type { Json } from "@/lib/shared/json";
import type { Scalar } from "./known-values";

export type ValueContext = {
  op: OperatorName;
  types: ValueType;
  /** What the value was before: its kind is kept where the text allows it. */
  before: Json | undefined;
  known: readonly Scalar[];
};

/** The value that a typed text means, of the JSON type that fits; undefined for no value. */
export function readValue(
  text: string,
  context: ValueContext,
): Json | undefined {
  const { op, before, known } = context;
  const { takes } = CONDITION_OPERATORS[op];
  if (takes === "pattern" || takes === "text") return text;
  if (wantsNumber(context)) {
    if (text.trim() === "") return undefined;
    const number = toNumber(text, ".");
    if (number !== FAILED) return number;
  }
  if (known.includes(text)) return text;
  const alike = known.find((value) => String(value) === text);
  if (alike !== undefined) return alike;
  const kept = sameKind(text, before);
  return kept === undefined ? text : kept;
}

/** Numbers are compared as numbers only if one of the two is one: text has an order of its own. */
function wantsNumber({ op, types, before }: ValueContext): boolean {
  const held = typesHeld(types);
  const isOrdered = [">", ">=", "<", "<="].includes(op);
  return (
    typeof before === "number" ||
    held === NUMBER ||
    (isOrdered && held !== TIME)
  );
}

/** A yes/no, nothing or a structure stays one as long as the text can be read as one. */
function sameKind(text: string, before: Json | undefined): Json | undefined {
  if (typeof before !== "boolean" && typeof before !== "object")
    return undefined;
  const value = parseJson(text) as Json | undefined;
  return typeof value === typeof before ? value : undefined;
}

/** A value for another operator: one becomes a list of one, a list its first. */
export function valueFor(
  op: OperatorName,
  value: Json | undefined,
): Json | undefined {
  switch (CONDITION_OPERATORS[op].takes) {
    case "none":
      return undefined;
    case "list":
      return value === undefined || Array.isArray(value) ? value : [value];
    case "text":
    case "pattern": {
      const one = Array.isArray(value) ? value[0] : value;
      return one === undefined ? undefined : plainText(one);
    }
    case "value":
      return Array.isArray(value) ? value[0] : value;
  }
}
