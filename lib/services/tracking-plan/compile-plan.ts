import { Ajv, type ErrorObject, type ValidateFunction } from "ajv";
import formats from "ajv-formats";
import { RE2JS } from "re2js";
import { compilePattern } from "../../mapping/condition-operators";
import { shownValue } from "../../mapping/convert-text";
import type { Json, JsonObject } from "../../shared/json";
import { cleanSchema, type CleanedSchema } from "../../sync/plan/clean-schema";
import {
  groupRules,
  judgeCall,
  type ReadyRule,
} from "../../sync/plan/judge-call";
import type { PlanRule } from "../../sync/plan/rule";
import type { PlanPolicy, Violation } from "../../sync/plan/violation";

// CommonJS behind types of ES modules: which of both `formats` is depends on the loader.
const addFormats = ("default" in formats ? formats.default : formats) as (
  ajv: Ajv,
) => Ajv;

/** Plans are written for Go's regular expressions, which are RE2's: `(?i)` and all. */
const re2 = Object.assign((pattern: string) => new Pattern(pattern), {
  code: "re2js",
});

class Pattern {
  readonly #pattern: RE2JS;
  constructor(pattern: string) {
    this.#pattern = RE2JS.compile(pattern);
  }
  test(text: string): boolean {
    return this.#pattern.matcher(text).find();
  }
  /** By this Ajv tells patterns apart. */
  toString(): string {
    return this.#pattern.pattern();
  }
}

/**
 * Makes a plan ready to judge calls. Schemas are compiled when the first call
 * needs them, as a plan may have 2,000. On the server only: Ajv makes code of
 * them, which the page's Content-Security-Policy forbids.
 */
export function compilePlan(rules: readonly PlanRule[]): PlanPolicy["judge"] {
  const ajv = new Ajv({
    allErrors: true,
    strict: false,
    logger: false,
    verbose: true,
    code: { regExp: re2 },
  });
  addFormats(ajv);
  const plan = groupRules(rules.map((rule) => readyRule(ajv, rule)));
  return (call) => judgeCall(plan, call);
}

/** A rule's schema as it is validated by, and what of it can't be. */
export function cleanRule({ jsonSchema }: PlanRule): CleanedSchema {
  return cleanSchema(
    // It came in as JSON.
    jsonSchema as JsonObject,
    (pattern) => compilePattern(pattern) !== null,
  );
}

function readyRule(ajv: Ajv, rule: PlanRule): ReadyRule {
  const { schema } = cleanRule(rule);
  let compiled: ValidateFunction | null = null;
  const validate = (call: JsonObject) => {
    compiled ??= compileSchema(ajv, schema);
    return compiled(call) ? [] : (compiled.errors ?? []).map(toViolation);
  };
  return { rule, schema, validate };
}

/** A schema that even cleaned makes no sense is not checked; nothing stops for it. */
function compileSchema(ajv: Ajv, schema: JsonObject): ValidateFunction {
  try {
    return ajv.compile(schema);
  } catch {
    return ajv.compile({});
  }
}

function toViolation(error: ErrorObject): Violation {
  const above = error.instancePath
    .split("/")
    .slice(1)
    .map((part) => part.replaceAll("~1", "/").replaceAll("~0", "~"));
  const params = error.params as Record<string, unknown>;
  if (error.keyword === "required") {
    const path = [...above, String(params.missingProperty)];
    return {
      ...{ kind: "required", field: path.join("."), path },
      message: "is required by the plan",
    };
  }
  const at = { field: above.join("."), path: above };
  const value = error.data as Json;
  if (error.keyword === "type")
    return {
      ...{ kind: "invalid_type", ...at },
      message: `should be ${String(params.type).replaceAll(",", " or ")} but it is ${shownValue(value)}`,
    };
  return {
    ...{ kind: "invalid_value", ...at },
    message: `${messageOf(error, params)} but it is ${shownValue(value)}`,
  };
}

function messageOf(
  { keyword, message }: ErrorObject,
  params: Record<string, unknown>,
): string {
  if (keyword === "enum" && Array.isArray(params.allowedValues))
    return `should be one of ${params.allowedValues.map((value) => JSON.stringify(value)).join(", ")}`;
  if (keyword === "pattern")
    return `should match the plan's pattern ${String(params.pattern)}`;
  return (message ?? "breaks the plan").replace(/^must/, "should");
}
