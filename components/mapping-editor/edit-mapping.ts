import type { Expression, Mapping } from "@/lib/mapping/expression";
import type { TargetField } from "@/lib/mapping/target-field";
import * as type from "@/lib/mapping/value-type";
import type { ValueType } from "@/lib/mapping/value-type";
import { toChain, toExpression } from "./chain";

/** The mapping with a field made otherwise; a new field comes last. */
export const setField = (
  mapping: Mapping,
  path: string,
  expression: Expression,
): Mapping => ({ ...mapping, [path]: expression });

export function removeField(mapping: Mapping, path: string): Mapping {
  const { [path]: _, ...rest } = mapping;
  return rest;
}

/**
 * What dropping a source's field on a destination's makes: the field,
 * converted where the types ask for it; on a field that has a source already,
 * the first of both that has a value.
 */
export function dropField(
  mapping: Mapping,
  source: { path: string; types: ValueType },
  target: Pick<TargetField, "path" | "type">,
): Mapping {
  const present = Object.hasOwn(mapping, target.path)
    ? mapping[target.path]
    : undefined;
  const expression =
    present === undefined || "value" in present
      ? converted(source, target.type)
      : addSource(present, source.path);
  return setField(mapping, target.path, expression);
}

function addSource(present: Expression, path: string): Expression {
  const { base, steps } = toChain(present);
  const sources = "first" in base ? base.first : [base];
  const isThere = sources.some((one) => "path" in one && one.path === path);
  return isThere
    ? present
    : toExpression({ base: { first: [...sources, { path }] }, steps });
}

function converted(
  source: { path: string; types: ValueType },
  wanted: ValueType,
): Expression {
  const field: Expression = { path: source.path };
  const given = source.types & ~(type.NULL | type.NOTHING);
  const isKnown = given !== 0 && (given & type.ANY) !== (type.ANY & ~type.NULL);
  const isScalar = (given & (type.LIST | type.OBJECT)) === 0;
  if (!isKnown || !isScalar || wanted === type.ANY) return field;
  if ((given & ~(wanted | type.TIME)) === 0) return field;
  if (wanted === type.NUMBER) return { fn: "toNumber", args: [field] };
  if (wanted === type.BOOLEAN) return { fn: "toBoolean", args: [field] };
  if (wanted === type.TIME) return { fn: "toIso", args: [field] };
  return wanted === type.TEXT ? { fn: "toText", args: [field] } : field;
}
