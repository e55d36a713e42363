import { expect, test } from "vitest";
import { parseCondition, parsePath } from "./condition";

function holds(text: string, data: unknown): boolean | undefined {
  return parseCondition(text)?.({ name: "t", data });
}

test("compares plain paths with literals", () => {
  expect(holds("event.data.id == 'a && b'", { id: "a && b" })).toBe(true);
  expect(
    holds("event.data.n > 1 && event.data.ok == true", { n: 2, ok: true }),
  ).toBe(true);
  expect(holds("event.data.n > 1 && event.data.ok == true", { n: 2 })).toBe(
    false,
  );
  expect(holds("event.data.n <= -1.5", { n: -1.5 })).toBe(true);
  expect(holds("event.data.n > 1", { n: "2" })).toBe(false);
});

test("takes what is missing for null, smaller than everything", () => {
  expect(holds("event.data.a.b == null", {})).toBe(true);
  expect(holds("event.data.a != 'x'", {})).toBe(true);
  expect(holds("event.data.a > 1", {})).toBe(false);
  expect(holds("event.data.a < 1", {})).toBe(true);
});

test("reads nothing beyond that", () => {
  for (const text of [
    "",
    "event.data.a == 1 ||",
    "event.data.a == 1 || event.data.b == 2",
    "event.data.a.startsWith('x')",
    "async.data.a == 1",
    "event.data.a == event.data.b",
    "event.data.a == 1 &&",
  ]) {
    expect(parseCondition(text), text).toBeNull();
  }
  expect(parsePath("event.data['a']")).toBeNull();
  expect(parsePath("event.data.__proto__.x")?.({ data: {} })).toBeNull();
});
