import { plainText } from "@/components/mapping-editor/plain-text";
import type { OperatorName } from "@/lib/mapping/condition";
import { CONDITION_OPERATORS } from "@/lib/mapping/condition-operators";
import { toNumber } from "@/lib/mapping/convert-number";
import { FAILED } from "@/lib/mapping/failed";
import { typesHeld } from "@/lib/mapping/fitting-operators";
import { BOOLEAN, NUMBER, type ValueType } from "@/lib/mapping/value-type";
import type { Json } from "@/lib/shared/json";

export type Control = "none" | "list" | "boolean" | "number" | "text";

/** What a value is given with: as the operator and the field's types ask, if that can show the value there is. */
export function controlFor(
  op: OperatorName,
  types: ValueType,
  value: Json | undefined,
): Control {
  const { takes } = CONDITION_OPERATORS[op];
  if (takes === "none") return "none";
  if (takes === "list")
    return value === undefined || Array.isArray(value) ? "list" : "text";
  if (takes !== "value") return "text";
  const held = typesHeld(types);
  if (held === BOOLEAN && isYesOrNo(value)) return "boolean";
  return held === NUMBER && isNumeric(value) ? "number" : "text";
}

const isYesOrNo = (value: Json | undefined) =>
  value === undefined || ["true", "false"].includes(plainText(value));

const isNumeric = (value: Json | undefined) =>
  value === undefined ||
  ((typeof value === "string" || typeof value === "number") &&
    toNumber(value, ".") !== FAILED);
