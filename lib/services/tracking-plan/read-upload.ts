import { parse } from "csv-parse/sync";
import { z } from "zod";
import { badRequest, type AppError } from "../../errors";
import {
  FIRST_VERSION,
  PlanRuleSchema,
  PlanRulesSchema,
  RuleVersion,
  RULES_MAX,
  type PlanRule,
} from "../../sync/plan/rule";
import type { UploadFormat } from "./schemas";

const ROWS_MAX = 100_000;

/** A property within so many others is a mistake, or an attack. */
const PROPERTY_DEPTH_MAX = 32;

/** As the Public API answers, as exports keep it, or just the rules. */
const UploadedJson = z.union([
  z.array(z.unknown()),
  z.object({ rules: z.array(z.unknown()) }).transform(({ rules }) => rules),
  z
    .object({ data: z.object({ rules: z.array(z.unknown()) }) })
    .transform(({ data }) => data.rules),
]);

/** Reads an uploaded plan. Throws all its problems at once, for people. */
export function readUpload(format: UploadFormat, content: string): PlanRule[] {
  const rules = format === "json" ? readJson(content) : readCsv(content);
  const result = PlanRulesSchema.safeParse(rules);
  if (result.success && result.data.length > 0) return result.data;
  throw badRequest(
    "The plan can't be read.",
    result.error?.issues.map(({ path, message }) => ({
      path: ["content", ...path].join("."),
      message,
    })) ?? [{ path: "content", message: "has no rules" }],
  );
}

function readJson(content: string): unknown[] {
  const problem = (message: string) =>
    badRequest("The plan can't be read.", [{ path: "content", message }]);
  let value: unknown;
  try {
    value = JSON.parse(content);
  } catch {
    throw problem("is no JSON");
  }
  const rules = UploadedJson.safeParse(value);
  if (!rules.success)
    throw problem("should be a list of rules, or an object with rules");
  // Before each of them is looked at: millions of problems help nobody.
  if (rules.data.length > RULES_MAX)
    throw problem(`has more than ${RULES_MAX} rules`);
  return rules.data;
}

const YES = new Set(["true", "yes", "y", "1", "required"]);

/** One property a row; rows of the same event and version make a rule. */
const Row = z.object({
  type: z
    .string()
    .transform((text) => text.trim().toUpperCase() || "TRACK")
    .pipe(PlanRuleSchema.shape.type)
    .default("TRACK"),
  event: z.string().trim().default(""),
  version: z
    .string()
    .transform((text) => (text.trim() === "" ? FIRST_VERSION : Number(text)))
    .pipe(RuleVersion)
    .default(FIRST_VERSION),
  property: z
    .string()
    .trim()
    .refine(
      (path) =>
        path.split(".", PROPERTY_DEPTH_MAX + 1).length <= PROPERTY_DEPTH_MAX,
      `nests deeper than ${PROPERTY_DEPTH_MAX} names`,
    )
    .default(""),
  property_type: z.string().trim().toLowerCase().default(""),
  required: z
    .string()
    .transform((text) => YES.has(text.trim().toLowerCase()))
    .default(false),
  description: z.string().default(""),
  pattern: z.string().default(""),
  values: z.string().default(""),
});
type Row = z.infer<typeof Row>;

type Schema = {
  type?: string | string[];
  description?: string;
  pattern?: string;
  format?: string;
  enum?: string[];
  properties?: Record<string, Schema>;
  required?: string[];
};

function readCsv(content: string): unknown[] {
  const rules = new Map<string, { rule: Row; schema: Schema }>();
  for (const row of readRows(content)) {
    const name = JSON.stringify([row.type, row.event, row.version]);
    const bag =
      row.type === "IDENTIFY" || row.type === "GROUP" ? "traits" : "properties";
    const known = rules.get(name) ?? {
      rule: row,
      schema: { type: "object", properties: { [bag]: { type: "object" } } },
    };
    rules.set(name, known);
    if (row.property !== "")
      addProperty(known.schema, [bag, ...row.property.split(".")], row);
  }
  return [...rules.values()].map(({ rule, schema }) => ({
    type: rule.type,
    key: rule.type === "TRACK" ? rule.event : null,
    version: rule.version,
    jsonSchema: requireBag(schema),
  }));
}

/** A required property makes what holds it required, as Segment's own exports do. */
function requireBag(schema: Schema): Schema {
  const required = Object.entries(schema.properties ?? {})
    .filter(([, bag]) => bag.required !== undefined)
    .map(([name]) => name);
  return required.length === 0 ? schema : { ...schema, required };
}

function readRows(content: string): Row[] {
  const result = z.array(Row).safeParse(readRecords(content));
  if (!result.success)
    throw badRows(
      result.error.issues.map(({ path, message }) => ({
        row: Number(path[0]),
        column: path.slice(1).join("."),
        message,
      })),
    );
  const nameless = result.data.flatMap(({ type, event }, row) =>
    type === "TRACK" && event === ""
      ? [{ row, column: "event", message: "names no event" }]
      : [],
  );
  if (nameless.length > 0) throw badRows(nameless);
  return result.data;
}

/** The rows as they stand, by the names of their columns. */
function readRecords(content: string): unknown[] {
  const refusal = (message: string) =>
    badRequest("The plan can't be read.", [{ path: "content", message }]);
  let header: string[] = [];
  let records: unknown[];
  try {
    records = parse(content, {
      bom: true,
      skip_empty_lines: true,
      to: ROWS_MAX + 1,
      columns: (names: string[]) => (header = names.map(columnName)),
    });
  } catch (error) {
    throw refusal(error instanceof Error ? error.message : String(error));
  }
  if (!header.includes("event") && !header.includes("type"))
    throw refusal(
      `has no column “event”. Its first row should name the columns, divided by commas; it is: ${header.join(", ").slice(0, 200)}`,
    );
  if (records.length > ROWS_MAX)
    throw refusal(`has more than ${ROWS_MAX} rows`);
  return records;
}

/** Counted as rows are: the header is row 1, and empty lines are none. */
function badRows(
  problems: { row: number; column: string; message: string }[],
): AppError {
  return badRequest(
    "The plan can't be read.",
    problems.slice(0, RULES_MAX).map(({ row, column, message }) => ({
      path: `content row ${row + 2} ${column}`,
      message,
    })),
  );
}

/** People write headers as they like. */
const COLUMN_NAMES = new Map([
  ["event_name", "event"],
  ["rule_key", "event"],
  ["key", "event"],
  ["rule_type", "type"],
  ["event_version", "version"],
  ["property_name", "property"],
  ["data_type", "property_type"],
  ["permitted_values", "values"],
]);

function columnName(header: string): string {
  const name = header
    .trim()
    .toLowerCase()
    .replaceAll(/[^a-z]+/g, "_");
  return COLUMN_NAMES.get(name) ?? name;
}

/** Dots nest; what is on the way becomes an object. */
function addProperty(schema: Schema, path: readonly string[], row: Row): void {
  const [name, ...below] = path;
  if (name === undefined) return;
  const properties = (schema.properties ??= {});
  const own = Object.hasOwn(properties, name) ? properties[name] : undefined;
  const inner: Schema = own ?? {};
  // Defined, not assigned: a property may be named __proto__.
  Object.defineProperty(properties, name, {
    value: inner,
    enumerable: true,
    configurable: true,
    writable: true,
  });
  if (below.length > 0) {
    inner.type ??= "object";
    addProperty(inner, below, row);
    return;
  }
  Object.assign(inner, propertySchema(row));
  if (row.required)
    schema.required = [...new Set([...(schema.required ?? []), name])];
}

function propertySchema(row: Row): Schema {
  const values = row.values
    .split("|")
    .map((value) => value.trim())
    .filter((value) => value !== "");
  const isDate =
    row.property_type === "date" || row.property_type === "datetime";
  const isText = row.property_type === "text";
  const type = isDate || isText ? "string" : row.property_type;
  return {
    ...(type === "" || type === "any" ? {} : { type }),
    ...(isDate ? { format: "date-time" } : {}),
    ...(row.description === "" ? {} : { description: row.description }),
    ...(row.pattern === "" ? {} : { pattern: row.pattern }),
    ...(values.length === 0 ? {} : { enum: values }),
  };
}
