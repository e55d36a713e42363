import { isJsonObject, type Json, type JsonObject } from "../../shared/json";
import type { PlanRule } from "./rule";
import { VIOLATIONS_MAX, type Violation } from "./violation";

/** A rule with its schema made ready; what validates is handed in, since it makes code. */
export type ReadyRule = {
  rule: PlanRule;
  schema: JsonObject;
  validate: (call: JsonObject) => Violation[];
};

/** A plan's rules by what they are about, each by version, the oldest first. */
export type ReadyPlan = ReadonlyMap<string, readonly ReadyRule[]>;

/** Segment validates these calls as Track calls of a fixed name (segment.md 4.3). */
const VIEWED: ReadonlyMap<string, string> = new Map([
  ["PAGE", "Page Viewed"],
  ["SCREEN", "Screen Viewed"],
]);

/** The name under which a plan holds its rules: `TRACK Signed Up`, `IDENTIFY`. */
function ruleName(type: string, key: string | null | undefined): string {
  return type === "TRACK" ? `TRACK ${key ?? ""}` : type;
}

export function groupRules(rules: readonly ReadyRule[]): ReadyPlan {
  const plan = new Map<string, ReadyRule[]>();
  for (const ready of rules.toSorted(
    (a, b) => a.rule.version - b.rule.version,
  )) {
    const name = ruleName(ready.rule.type, ready.rule.key);
    plan.set(name, [...(plan.get(name) ?? []), ready]);
  }
  return plan;
}

const NONE: Violation[] = [];

/**
 * What a plan has against a call: its event's rule first, then the common one
 * (segment.md 4.4). A name that the plan doesn't list, and fields that the
 * rules don't list, are violations of their own: schemas alone allow them.
 * Alias calls are in no plan.
 */
export function judgeCall(plan: ReadyPlan, call: JsonObject): Violation[] {
  if (call.type === "alias") return NONE;
  const rule = chooseVersion(rulesFor(plan, call), call);
  const common = chooseVersion(plan.get("COMMON") ?? [], call);
  if (rule === null && !isPlanned(plan, call))
    return [unplannedEvent(call), ...(common?.validate(call) ?? [])];
  const found = [
    ...(rule?.validate(call) ?? []),
    ...(common?.validate(call) ?? []),
    ...unplannedFields(call, [rule?.schema, common?.schema]),
  ];
  return found.slice(0, VIOLATIONS_MAX);
}

function rulesFor(plan: ReadyPlan, call: JsonObject): readonly ReadyRule[] {
  const type = typeof call.type === "string" ? call.type.toUpperCase() : "";
  const key = typeof call.event === "string" ? call.event : "";
  const own = plan.get(ruleName(type, key)) ?? [];
  const viewed = VIEWED.get(type);
  return own.length > 0 || viewed === undefined
    ? own
    : (plan.get(ruleName("TRACK", viewed)) ?? []);
}

/** Only events have names to plan; a plan without a rule for a kind of call says nothing about it. */
const isPlanned = (plan: ReadyPlan, call: JsonObject) =>
  call.type !== "track" ||
  ![...plan.keys()].some((name) => name.startsWith("TRACK "));

/** `context.protocols.event_version`; missing or unknown means the oldest (segment.md 4.3). */
function chooseVersion(
  rules: readonly ReadyRule[],
  call: JsonObject,
): ReadyRule | null {
  const { context } = call;
  const protocols = isJsonObject(context) ? context.protocols : undefined;
  const wanted = isJsonObject(protocols) ? protocols.event_version : undefined;
  return rules.find(({ rule }) => rule.version === wanted) ?? rules[0] ?? null;
}

const unplannedEvent = ({ event }: JsonObject): Violation => ({
  kind: "unplanned_event",
  field: "event",
  path: ["event"],
  message: `is ${JSON.stringify(event)}, which the plan does not list`,
});

type Schema = JsonObject | undefined;

function unplannedFields(
  call: JsonObject,
  schemas: readonly Schema[],
): Violation[] {
  const bag =
    call.type === "identify" || call.type === "group" ? "traits" : "properties";
  const planned = schemas.map((schema) => memberSchema(schema, bag));
  return collectUnplanned(call[bag], planned, [bag]);
}

/** Fields that none of the schemas lists; below those that do, the same again. */
function collectUnplanned(
  value: Json | undefined,
  schemas: readonly Schema[],
  path: readonly string[],
): Violation[] {
  const listing = schemas.filter((schema) => listsFields(schema));
  if (!isJsonObject(value) || listing.length === 0) return [];
  if (listing.some(isOpen)) return [];
  return Object.keys(value).flatMap((name) => {
    const own = [...path, name];
    const inner = listing.map((schema) => memberSchema(schema, name));
    if (inner.some((schema) => schema !== undefined))
      return collectUnplanned(value[name], inner, own);
    return [
      {
        kind: "unplanned_property" as const,
        ...{ field: own.join("."), path: own },
        message: "is not in the plan",
      },
    ];
  });
}

const listsFields = (schema: Schema): boolean =>
  isJsonObject(schema?.properties) && Object.keys(schema.properties).length > 0;

/** A schema that says so itself takes any field. */
const isOpen = (schema: Schema): boolean =>
  schema?.additionalProperties === true ||
  isJsonObject(schema?.additionalProperties) ||
  isJsonObject(schema?.patternProperties);

function memberSchema(schema: Schema, name: string): Schema {
  const properties = schema?.properties;
  if (!isJsonObject(properties) || !Object.hasOwn(properties, name))
    return undefined;
  const member = properties[name];
  return isJsonObject(member) ? member : {};
}
