import { describe, expect, it } from "vitest";
import { checkCondition } from "./check-condition";
import { compileCondition } from "./compile-condition";
import { ConditionSchema } from "./condition";

const record = {
  event: "Sign Up",
  properties: { plan: "free", seats: 3, tags: ["a", "b"] },
};
const holds = (condition: unknown) =>
  compileCondition(ConditionSchema.parse(condition))(record);

describe("a condition", () => {
  it.each([
    [{ path: "event", op: "=", value: "Sign Up" }, true],
    [{ path: "event", op: "!=", value: "Sign Up" }, false],
    [{ path: "properties.seats", op: ">", value: 2 }, true],
    [{ path: "properties.seats", op: "<=", value: 2 }, false],
    [{ path: "properties.seats", op: ">", value: "2" }, true],
    [{ path: "event", op: "contains", value: "n U" }, true],
    [{ path: "properties.tags", op: "contains", value: "b" }, true],
    [{ path: "event", op: "startsWith", value: "Sign" }, true],
    [{ path: "event", op: "endsWith", value: "Sign" }, false],
    [{ path: "properties.plan", op: "in", value: ["free", "pro"] }, true],
    [{ path: "properties.plan", op: "notIn", value: ["free", "pro"] }, false],
    [{ path: "properties.nothing", op: "missing" }, true],
    [{ path: "properties.plan", op: "exists" }, true],
  ])("%j is %s", (condition, expected) => {
    expect(holds(condition)).toBe(expected);
  });

  it("joins by all, any and not", () => {
    const plan = { path: "properties.plan", op: "=", value: "free" };
    const seats = { path: "properties.seats", op: ">", value: 5 };
    expect(holds({ all: [plan, seats] })).toBe(false);
    expect(holds({ any: [plan, seats] })).toBe(true);
    expect(holds({ not: seats })).toBe(true);
  });

  it("takes a number for the text of one, as Heap exports it", () => {
    const seats = { properties: { seats: "12", paid: "true", size: "large" } };
    const test = (path: string, op: string, value: unknown) =>
      compileCondition(
        ConditionSchema.parse({ path: `properties.${path}`, op, value }),
      )(seats);
    expect(test("seats", ">", 9)).toBe(true);
    expect(test("seats", "=", 12)).toBe(true);
    expect(test("seats", "in", [12])).toBe(true);
    expect(test("paid", "=", true)).toBe(true);
    expect(test("size", ">", 9)).toBe(false);
    expect(test("nothing", "<", 9)).toBe(false);
  });

  it("searches a pattern in RE2's dialect, in linear time", () => {
    const text = { event: `${"a".repeat(50_000)}!` };
    const matches = (value: string) =>
      compileCondition(
        ConditionSchema.parse({ path: "event", op: "matches", value }),
      )(text);
    expect(matches("(a+)+$")).toBe(false);
    expect(matches("(?i)A!$")).toBe(true);
  });

  it("is checked: patterns, lists, values and depth", () => {
    const problemsOf = (condition: unknown) =>
      checkCondition(ConditionSchema.parse(condition)).map(
        ({ expected }) => expected,
      );
    expect(
      problemsOf({
        any: [
          { path: "a", op: "matches", value: "(?=x)" },
          { path: "a", op: "in", value: "x" },
          { path: "a", op: "=" },
          { path: "a", op: "exists" },
          { not: { path: "a", op: "contains", value: null } },
        ],
      }),
    ).toEqual([
      "a regular expression (RE2: no look-ahead and no back-references)",
      "a list of values",
      "a value",
      "text to look for",
    ]);
    const deep = Array.from({ length: 40 }).reduce<unknown>(
      (inner) => ({ not: inner }),
      { path: "a", op: "exists" },
    );
    expect(problemsOf(deep)).toEqual(["at most 32 levels"]);
  });
});
