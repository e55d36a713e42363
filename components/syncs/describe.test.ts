import { describe, expect, it } from "vitest";
import { describeCondition, describeExpression } from "./describe";

describe("an expression in words", () => {
  it.each([
    [{ path: "identity" }, "identity"],
    [{ value: "Signed Up" }, '"Signed Up"'],
    [{ template: "heap-11-{{user_id}}" }, "“heap-11-{{user_id}}”"],
    [
      { first: [{ path: "a" }, { fn: "toText", args: [{ path: "b" }] }] },
      "the first of a, toText(b)",
    ],
  ])("%j", (expression, words) => {
    expect(describeExpression(expression)).toBe(words);
  });
});

describe("a condition in words", () => {
  it.each([
    [
      { path: "event", op: "=" as const, value: "Sign Up" },
      "event is “Sign Up”",
    ],
    [
      { path: "event", op: "in" as const, value: ["A", "B"] },
      "event is one of “A”, “B”",
    ],
    [{ path: "identity", op: "exists" as const }, "identity has a value"],
    [
      {
        all: [
          { path: "n", op: ">" as const, value: 3 },
          { not: { path: "m", op: "missing" as const } },
        ],
      },
      "(n is above 3) and (not (m has no value))",
    ],
  ])("%j", (condition, words) => {
    expect(describeCondition(condition)).toBe(words);
  });
});
