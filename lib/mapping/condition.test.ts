import { describe, expect, it } from "vitest";
import { compileCondition, ConditionSchema } from "./condition";

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
    [{ path: "properties.seats", op: ">", value: "2" }, false],
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

  it("refuses what this release does not run, by name", () => {
    const result = ConditionSchema.safeParse({
      path: "event",
      op: "matches",
      value: "(a+)+$",
    });
    expect(result.success).toBe(false);
  });
});
