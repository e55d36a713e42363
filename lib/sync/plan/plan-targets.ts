import type { TargetField } from "../../mapping/target-field";
import * as type from "../../mapping/value-type";
import { isJsonObject, type Json, type JsonObject } from "../../shared/json";
import type { PlanRule } from "./rule";

const KINDS: ReadonlyMap<string, type.ValueType> = new Map([
  ["string", type.TEXT],
  ["number", type.NUMBER],
  ["integer", type.NUMBER],
  ["boolean", type.BOOLEAN],
  ["array", type.LIST],
  ["object", type.OBJECT],
  ["null", type.NULL],
]);
const DEPTH_MAX = 4;

/** The fields that a rule lists, typed and described, required ones first. */
export function planTargets(rule: PlanRule): TargetField[] {
  const isTraits = rule.type === "IDENTIFY" || rule.type === "GROUP";
  const bag = isTraits ? "traits" : "properties";
  // Parsed as JSON where it came in.
  const schema = rule.jsonSchema as JsonObject;
  const found = fieldsOf(memberOf(schema, bag), bag, 0);
  return found.toSorted((a, b) => rank(a) - rank(b));
}

const rank = ({ presence }: TargetField) => (presence === "required" ? 0 : 1);

function fieldsOf(
  schema: JsonObject,
  prefix: string,
  depth: number,
): TargetField[] {
  const required = Array.isArray(schema.required) ? schema.required : [];
  const { properties } = schema;
  if (!isJsonObject(properties) || depth > DEPTH_MAX) return [];
  return Object.keys(properties).flatMap((name) => {
    const own = memberOf(schema, name);
    const path = `${prefix}.${name}`;
    const target: TargetField = {
      path,
      type: typeOf(own),
      presence: required.includes(name) ? "required" : "optional",
      description: typeof own.description === "string" ? own.description : "",
      from: "plan",
    };
    return [target, ...fieldsOf(own, path, depth + 1)];
  });
}

function memberOf(schema: JsonObject, name: string): JsonObject {
  const { properties } = schema;
  const member = isJsonObject(properties) ? properties[name] : undefined;
  return isJsonObject(member) ? member : {};
}

function typeOf(schema: JsonObject): type.ValueType {
  if (schema.format === "date-time" || schema.format === "date")
    return type.TIME;
  const names: Json[] = Array.isArray(schema.type)
    ? schema.type
    : [schema.type ?? null];
  const kinds = names.map(
    (name) => KINDS.get(typeof name === "string" ? name : "") ?? 0,
  );
  const all = kinds.reduce((joined, kind) => joined | kind, 0);
  return all === 0 || schema.type === undefined ? type.ANY : all;
}
