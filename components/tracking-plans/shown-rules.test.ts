import { describe, expect, it } from "vitest";
import type { PlanRuleDto } from "@/lib/services/tracking-plan/schemas";
import { findRules, shownRules } from "./shown-rules";

const rule = (
  type: PlanRuleDto["type"],
  key: string | null,
  version: number,
  ...names: string[]
): PlanRuleDto => ({
  ...{ type, key, version, notes: [] },
  jsonSchema: {
    properties: {
      properties: {
        properties: Object.fromEntries(names.map((name) => [name, {}])),
        required: names.slice(0, 1),
      },
    },
  },
});

const rules = shownRules([
  rule("IDENTIFY", null, 1),
  rule("TRACK", "Signed Up", 2, "plan", "seats"),
  rule("TRACK", "Order Completed", 1, "revenue"),
  rule("TRACK", "Signed Up", 1),
  rule("COMMON", null, 1),
]);
const names = (text: string) =>
  findRules(rules, text).map(
    ({ title, rule: { version } }) => `${title} v${version}`,
  );

describe("the rules of a plan", () => {
  it("are listed by kind of call, event and version", () => {
    expect(names("")).toEqual([
      "Every call v1",
      "Order Completed v1",
      "Signed Up v1",
      "Signed Up v2",
      "Every Identify call v1",
    ]);
  });

  it("are found by event, kind, version and property", () => {
    expect(names("signed v2")).toEqual(["Signed Up v2"]);
    expect(names("  IDENTIFY ")).toEqual(["Every Identify call v1"]);
    expect(names("properties.rev")).toEqual(["Order Completed v1"]);
    expect(names("nothing like it")).toEqual([]);
  });

  it("count what they list and require", () => {
    const [found] = findRules(rules, "seats");
    expect(found?.properties).toHaveLength(2);
    expect(found?.requiredCount).toBe(1);
  });
});
