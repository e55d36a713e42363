import { describe, expect, it } from "vitest";
import type { JsonObject } from "../../shared/json";
import { omitFields } from "../../sync/plan/omit-fields";
import { planTargets } from "../../sync/plan/plan-targets";
import { PlanRulesSchema, type PlanRule } from "../../sync/plan/rule";
import { compilePlan } from "./compile-plan";
import { CreateTrackingPlanInput } from "./schemas";
import { readUpload } from "./read-upload";

const track = (
  key: string,
  version: number,
  properties: object,
  required: string[] = [],
): PlanRule => ({
  type: "TRACK",
  ...{ key, version },
  jsonSchema: {
    $schema: "http://json-schema.org/draft-04/schema#",
    type: "object",
    properties: {
      context: {},
      traits: {},
      properties: { type: "object", id: "/properties", properties, required },
    },
    required: ["properties"],
  },
});

const rules: PlanRule[] = [
  track(
    "Signed Up",
    1,
    {
      plan: {
        ...{ id: "/properties/plan", type: ["string"], pattern: "(?i)^pro$" },
        isNewProperty: true,
      },
      note: { type: "string", pattern: "" },
      seats: { type: ["integer", "null"], minimum: 0, exclusiveMinimum: true },
      at: { type: "string", format: "date-time" },
      address: { type: "object", properties: { city: { type: "string" } } },
      tags: { type: "array", items: { type: "string" } },
    },
    ["plan"],
  ),
  track("Signed Up", 2, { tier: { enum: ["free", "pro"] } }, ["tier"]),
  track("Signed Up", 3, { level: { type: "integer" } }, ["level"]),
  {
    type: "COMMON",
    version: 1,
    jsonSchema: {
      type: "object",
      properties: { userId: { pattern: "^[^@]+@acme\\.io$" } },
    },
  },
];

const judge = compilePlan(rules);
const call = (properties: JsonObject, more: JsonObject = {}): JsonObject => ({
  ...{ type: "track", event: "Signed Up", userId: "ann@acme.io", properties },
  ...more,
});
const judged = (properties: JsonObject, more: JsonObject = {}) =>
  judge(call(properties, more)).map(
    ({ kind, field, message }) => `${kind} ${field} ${message}`,
  );
const version = (event_version: number | string) => ({
  context: { protocols: { event_version } },
});

describe("a tracking plan", () => {
  it("holds an Identify call's traits to its Identify rule, and no Alias call to anything", () => {
    const identify: PlanRule = {
      ...{ type: "IDENTIFY", key: null, version: 1 },
      jsonSchema: {
        type: "object",
        properties: {
          traits: {
            type: "object",
            properties: { plan: { enum: ["free", "pro"] } },
          },
        },
      },
    };
    const judgeAll = compilePlan([...rules, identify]);
    const traits = { plan: "gold", seats: 3 };
    const found = judgeAll({ type: "identify", userId: "ann@acme.io", traits });
    expect(found.map(({ kind, field }) => `${kind} ${field}`)).toEqual([
      ...["invalid_value traits.plan", "unplanned_property traits.seats"],
    ]);
    // Without such a rule only what holds for all calls does.
    expect(judge({ type: "identify", userId: "ann@acme.io", traits })).toEqual(
      [],
    );
    const alias = { type: "alias", previousId: "heap-11-7", userId: "ann" };
    expect(judgeAll(alias)).toEqual([]);
  });

  it("lets a call pass that keeps to it, draft-04 and RE2 or not", () => {
    expect(
      judged({
        ...{ plan: "PRO", note: "", seats: null, tags: ["a"] },
        ...{ at: "2026-11-01T10:00:00Z", address: { city: "Paris" } },
      }),
    ).toEqual([]);
  });

  it("names each field, what it should be and what it is", () => {
    expect(
      judged({
        ...{ plan: "Free", seats: "a dozen", at: "yesterday", tags: [1] },
        ...{ address: { city: "Paris", zip: "1" }, extra: true },
      }),
    ).toEqual([
      `invalid_value properties.plan should match the plan's pattern (?i)^pro$ but it is "Free"`,
      'invalid_type properties.seats should be integer or null but it is "a dozen"',
      'invalid_value properties.at should match format "date-time" but it is "yesterday"',
      "invalid_type properties.tags.0 should be string but it is 1",
      "unplanned_property properties.address.zip is not in the plan",
      "unplanned_property properties.extra is not in the plan",
    ]);
    expect(judged({ seats: 0 })).toEqual([
      "required properties.plan is required by the plan",
      "invalid_value properties.seats should be > 0 but it is 0",
    ]);
    expect(judged({ plan: "pro" }, { userId: "x@y.z" })).toEqual([
      `invalid_value userId should match the plan's pattern ^[^@]+@acme\\.io$ but it is "x@y.z"`,
    ]);
  });

  it("judges by the call's version, and by the oldest without a known one", () => {
    expect(judged({ tier: "pro" }, version(2))).toEqual([]);
    expect(judged({ level: 1 }, version(3))).toEqual([]);
    for (const unknown of [9, "2"])
      expect(judged({ plan: "pro" }, version(unknown))).toEqual([]);
    expect(judged({ plan: "pro" }, version(2))).toEqual([
      "required properties.tier is required by the plan",
      "unplanned_property properties.plan is not in the plan",
    ]);
  });

  it("tells an event that is not planned, by its exact name", () => {
    expect(judged({ plan: "pro" }, { event: "signed up" })).toEqual([
      'unplanned_event event is "signed up", which the plan does not list',
    ]);
  });

  it("leaves out what violates it, and nothing else", () => {
    const bad = call({
      ...{ plan: "pro", seats: "a dozen", extra: 1, tags: ["a", 2] },
      address: { city: "Paris", zip: "1" },
    });
    const before = structuredClone(bad);
    expect(omitFields(bad, judge(bad)).properties).toEqual({
      plan: "pro",
      address: { city: "Paris" },
    });
    expect(bad).toEqual(before);
    const unplanned = call({}, { event: "Other", userId: "x@y.z" });
    expect(omitFields(unplanned, judge(unplanned))).toEqual(unplanned);
  });

  it("stops at no schema, however broken", () => {
    const broken = compilePlan([
      track("A", 1, {
        a: { $ref: "https://example.com/schema.json" },
        b: { type: "whatever", enum: [], required: true },
        c: { pattern: "(?=look)" },
        d: { $ref: "#/definitions/none" },
        "": {},
        constructor: { type: "string" },
      }),
    ]);
    expect(broken({ type: "track", event: "A", properties: { a: 1 } })).toEqual(
      [],
    );
  });

  it("gives the editor its fields, typed and described", () => {
    const [first] = rules;
    const targets = first === undefined ? [] : planTargets(first);
    expect(targets.map(({ path, presence }) => [path, presence])).toEqual([
      ["properties.plan", "required"],
      ["properties.note", "optional"],
      ["properties.seats", "optional"],
      ["properties.at", "optional"],
      ["properties.address", "optional"],
      ["properties.address.city", "optional"],
      ["properties.tags", "optional"],
    ]);
  });
});

describe("an uploaded plan", () => {
  it("is read from JSON in any of its wrappings", () => {
    const wrapped = [rules, { rules }, { data: { rules } }];
    for (const content of wrapped)
      expect(readUpload("json", JSON.stringify(content))).toHaveLength(4);
  });

  it("is read from CSV, one property a row", () => {
    const content = [
      "Event Name,Version,Property Name,Type,Property Type,Required,Description,Pattern,Values",
      "Signed Up,,plan,track,text,yes,The plan,,free|pro",
      "Signed Up,1,address.city,,text,,,,",
      "Signed Up,2,,,,,,,",
      ",1,company,identify,text,true,,,",
    ].join("\n");
    const read = readUpload("csv", content);
    expect(read.map(({ type, key, version: v }) => [type, key, v])).toEqual([
      ["TRACK", "Signed Up", 1],
      ["TRACK", "Signed Up", 2],
      ["IDENTIFY", null, 1],
    ]);
    const judgeCsv = compilePlan(PlanRulesSchema.parse(read));
    expect(
      judgeCsv(call({ plan: "gold" })).map(({ message }) => message),
    ).toEqual(['should be one of "free", "pro" but it is "gold"']);
    expect(judgeCsv(call({}))).toMatchObject([{ kind: "required" }]);
    expect(
      judgeCsv({ type: "identify", userId: "u", traits: { company: "Acme" } }),
    ).toEqual([]);
  });

  it("may not be named as an id is, by which another would be found", () => {
    const upload = { format: "csv", content: "event\nA" };
    const named = (name: string) =>
      CreateTrackingPlanInput.safeParse({ ...upload, name }).success;
    expect(named("Web")).toBe(true);
    expect(named("tp_web")).toBe(false);
    expect(named("trp_1")).toBe(false);
  });

  it.each([
    ["json", "{", "is no JSON"],
    ["json", "{}", "should be a list of rules, or an object with rules"],
    ["json", "[]", "has no rules"],
    ["csv", 'event,property\n"a', "Quote Not Closed"],
    ["csv", "event,version\nA,one", "should be a number"],
    ["csv", "event,version\nA,1\nA,one", "content row 3 version"],
    ["csv", "event,type\nA,TRUCK", "should be one of COMMON, TRACK"],
    ["json", '[{"type":"TRACK"}]', "should be a JSON Schema"],
    ["csv", "event,property\nA,b\n,c", "content row 3 event"],
    ["csv", "event;property\nA;b", "has no column “event”"],
    ["json", `[${"0,".repeat(3_000)}0]`, "has more than 2000 rules"],
    ["csv", `event,property\nA,${"a.".repeat(40_000)}a`, "nests deeper"],
  ] as const)("says why it can't be read: %s %j", (format, content, reason) => {
    let problems: unknown = null;
    try {
      readUpload(format, content);
    } catch (error) {
      problems = (error as { options: { problems: unknown } }).options.problems;
    }
    expect(JSON.stringify(problems)).toContain(reason);
  });
});
