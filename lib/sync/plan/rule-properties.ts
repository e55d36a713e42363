import { isJsonObject, type Json, type JsonObject } from "../../shared/json";
import type { PlanRule } from "./rule";

const DEPTH_MAX = 12;

/** What a rule says of one property, for people to read. */
export type RuleProperty = {
  /** As in a call; `[]` stands for each element of a list. */
  path: string;
  /** `integer or null`; empty when any will do. */
  type: string;
  isRequired: boolean;
  description: string;
  /** What else its value must keep to, in words. */
  limits: string[];
};

/** Members of a call that hold properties, and are none themselves. */
const BAGS = new Set(["properties", "traits", "context"]);

/** Every property that a rule lists, in the order of its schema, each followed by what it holds. */
export function ruleProperties({
  jsonSchema,
}: Pick<PlanRule, "jsonSchema">): RuleProperty[] {
  // Parsed as JSON where it came in.
  const schema = jsonSchema as JsonObject;
  return membersOf(schema, "", 0).filter(
    ({ path, limits }) => !BAGS.has(path) || limits.length > 0,
  );
}

function membersOf(
  schema: JsonObject,
  prefix: string,
  depth: number,
): RuleProperty[] {
  const { properties } = schema;
  if (!isJsonObject(properties) || depth > DEPTH_MAX) return [];
  const required = Array.isArray(schema.required) ? schema.required : [];
  return Object.entries(properties).flatMap(([name, value]) => {
    const own = isJsonObject(value) ? value : {};
    const path = prefix === "" ? name : `${prefix}.${name}`;
    return [
      propertyOf(path, own, required.includes(name)),
      ...membersOf(own, path, depth + 1),
      ...(isJsonObject(own.items)
        ? membersOf(own.items, `${path}[]`, depth + 1)
        : []),
    ];
  });
}

function propertyOf(
  path: string,
  schema: JsonObject,
  isRequired: boolean,
): RuleProperty {
  const { description } = schema;
  return {
    ...{ path, isRequired, type: typeWords(schema) },
    description: typeof description === "string" ? description : "",
    limits: limitsOf(schema),
  };
}

function typeWords({ type, items }: JsonObject): string {
  const names = (Array.isArray(type) ? type : [type]).filter(
    (name) => typeof name === "string",
  );
  const element = isJsonObject(items) ? typeWords(items) : "";
  return names
    .map((name) =>
      name === "array" && element !== "" ? `array of ${element}` : name,
    )
    .join(" or ");
}

const shown = (value: Json) => JSON.stringify(value);

/** How each keyword is told; an empty pattern is none, as it is for the check. */
const LIMITS: Record<string, (value: Json) => string> = {
  enum: (value) =>
    Array.isArray(value) && value.length > 0
      ? `one of ${value.map((one) => shown(one ?? null)).join(", ")}`
      : "",
  const: (value) => `always ${shown(value)}`,
  pattern: (value) =>
    typeof value === "string" && value !== "" ? `matches ${value}` : "",
  format: (value) =>
    typeof value === "string" && value !== "" ? `a ${value}` : "",
  minimum: (value) => `at least ${shown(value)}`,
  maximum: (value) => `at most ${shown(value)}`,
  minLength: (value) => `at least ${shown(value)} characters`,
  maxLength: (value) => `at most ${shown(value)} characters`,
  minItems: (value) => `at least ${shown(value)} elements`,
  maxItems: (value) => `at most ${shown(value)} elements`,
};

function limitsOf(schema: JsonObject): string[] {
  return Object.entries(LIMITS).flatMap(([keyword, tell]) => {
    const value = schema[keyword];
    const words = value === undefined ? "" : tell(value);
    return words === "" ? [] : [words];
  });
}
