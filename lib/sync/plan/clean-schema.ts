import { isJsonObject, type Json, type JsonObject } from "../../shared/json";

const DEPTH_MAX = 60;

/** Keywords of draft-07 by what they hold. Whatever else a plan carries is not validated by. */
const SCHEMAS = new Set([
  "not",
  "if",
  "then",
  "else",
  "contains",
  "propertyNames",
  "additionalProperties",
  "additionalItems",
  "items",
]);
const SCHEMA_LISTS = new Set(["allOf", "anyOf", "oneOf", "items"]);
const SCHEMA_MAPS = new Set([
  "properties",
  "patternProperties",
  "definitions",
  "dependencies",
]);
const VALUES = new Set([
  ...["enum", "const", "multipleOf", "maxLength", "minLength", "format"],
  ...["maximum", "minimum", "exclusiveMaximum", "exclusiveMinimum"],
  ...["maxItems", "minItems", "uniqueItems", "maxProperties", "minProperties"],
  ...["title", "description", "$ref"],
]);
const TYPES = new Set([
  ...["string", "number", "integer", "boolean", "object", "array", "null"],
]);

export type CleanedSchema = {
  schema: JsonObject;
  /** What was left out because it can't be checked, in words. */
  notes: string[];
};

/**
 * Makes draft-07 of a schema as real plans hold it (segment.md 4.4): drops
 * draft-04's `id` and unknown keywords, takes an empty pattern for none, turns
 * draft-04's boolean limits and `required` into today's, and leaves out
 * patterns and references that mean nothing. `isPattern` says which are usable.
 */
export function cleanSchema(
  schema: JsonObject,
  isPattern: (pattern: string) => boolean,
): CleanedSchema {
  const notes: string[] = [];
  const cleaned = clean(schema, { isPattern, notes }, 0);
  return { schema: isJsonObject(cleaned) ? cleaned : {}, notes };
}

type Context = { isPattern: (pattern: string) => boolean; notes: string[] };

function clean(schema: Json, context: Context, depth: number): Json {
  if (typeof schema === "boolean") return schema;
  if (!isJsonObject(schema) || depth > DEPTH_MAX) return true;
  const cleaned: JsonObject = {};
  for (const [keyword, value] of Object.entries(schema)) {
    if (value === undefined) continue;
    const kept = cleanKeyword(keyword, value, schema, context, depth + 1);
    if (kept !== undefined) cleaned[keyword] = kept;
  }
  return cleaned;
}

function cleanKeyword(
  keyword: string,
  value: Json,
  schema: JsonObject,
  context: Context,
  depth: number,
): Json | undefined {
  if (SCHEMA_LISTS.has(keyword) && Array.isArray(value))
    return value.length === 0
      ? undefined
      : value.map((part) => clean(part, context, depth));
  if (SCHEMAS.has(keyword)) return clean(value, context, depth);
  if (SCHEMA_MAPS.has(keyword)) return cleanMap(keyword, value, context, depth);
  if (keyword === "pattern") return cleanPattern(value, context);
  if (keyword === "required") return cleanRequired(value);
  if (keyword === "type") return cleanType(value);
  if (keyword.startsWith("exclusive") && typeof value === "boolean")
    return cleanLimit(keyword, value, schema);
  if (keyword === "maximum" || keyword === "minimum")
    return isExclusive(keyword, schema) ? undefined : value;
  if (keyword === "enum")
    return Array.isArray(value) && value.length > 0 ? value : undefined;
  if (keyword === "$ref") return cleanReference(value, context);
  return VALUES.has(keyword) ? value : undefined;
}

function cleanMap(
  keyword: string,
  value: Json,
  context: Context,
  depth: number,
): Json | undefined {
  if (!isJsonObject(value)) return undefined;
  const entries = Object.entries(value).filter(
    ([name]) =>
      keyword !== "patternProperties" ||
      cleanPattern(name, context) !== undefined,
  );
  return Object.fromEntries(
    entries.map(([name, part]) => [
      name,
      // A dependency may be a list of names.
      Array.isArray(part) ? part : clean(part ?? true, context, depth),
    ]),
  );
}

function cleanPattern(value: Json, context: Context): string | undefined {
  if (typeof value !== "string" || value === "") return undefined;
  if (context.isPattern(value)) return value;
  context.notes.push(`The pattern ${value} can't be read and is not checked.`);
  return undefined;
}

/** Draft-03 said it of the property itself; exports say `required: []` too. */
function cleanRequired(value: Json): Json | undefined {
  if (!Array.isArray(value)) return undefined;
  const names = [...new Set(value.filter((name) => typeof name === "string"))];
  return names.length === 0 ? undefined : names;
}

function cleanType(value: Json): Json | undefined {
  const types = (Array.isArray(value) ? value : [value]).filter(
    (type) => typeof type === "string" && TYPES.has(type),
  );
  return types.length === 0 ? undefined : [...new Set(types)];
}

/** Draft-04: `maximum: 5, exclusiveMaximum: true` is today's `exclusiveMaximum: 5`. */
function cleanLimit(
  keyword: string,
  isOn: boolean,
  schema: JsonObject,
): Json | undefined {
  const limit = schema[keyword === "exclusiveMaximum" ? "maximum" : "minimum"];
  return isOn && typeof limit === "number" ? limit : undefined;
}

const isExclusive = (keyword: "maximum" | "minimum", schema: JsonObject) =>
  schema[keyword === "maximum" ? "exclusiveMaximum" : "exclusiveMinimum"] ===
  true;

/** Only into the schema itself: nothing is fetched. */
function cleanReference(value: Json, context: Context): Json | undefined {
  if (typeof value === "string" && value.startsWith("#/definitions/"))
    return value;
  context.notes.push("A reference leads out of the plan and is not checked.");
  return undefined;
}
