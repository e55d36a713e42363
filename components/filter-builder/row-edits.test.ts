import { describe, expect, it } from "vitest";
import {
  fittingOperators,
  operatorLabel,
} from "@/lib/mapping/fitting-operators";
import * as type from "@/lib/mapping/value-type";
import type { Json } from "@/lib/shared/json";
import { knownValues } from "./known-values";
import { newComparison, withFittingOperator, withOperator } from "./new-row";
import { readValue } from "./read-value";
import { controlFor } from "./value-control";

describe("a condition on a field that is dropped", () => {
  const dropped = (
    types: type.ValueType,
    known: (string | number | boolean)[],
  ) => newComparison({ path: "f", types, known });
  it("has the operator of the field's type, and a value where few are known", () => {
    expect(dropped(type.TEXT, ["pro", "free"])).toEqual({
      ...{ path: "f", op: "=", value: "pro" },
    });
    const ids = Array.from({ length: 30 }, (_, index) => `user ${index}`);
    expect(dropped(type.TEXT, ids)).toEqual({ path: "f", op: "=" });
    expect(dropped(type.TIME | type.NULL, ["2026-11-01", ...ids])).toEqual({
      ...{ path: "f", op: ">=", value: "2026-11-01" },
    });
    expect(dropped(type.NUMBER, [3])).toMatchObject({ op: "=", value: 3 });
    expect(dropped(type.BOOLEAN, [false])).toMatchObject({ value: false });
    expect(dropped(type.OBJECT, [])).toEqual({ path: "f", op: "exists" });
    expect(dropped(type.LIST, ["a"])).toMatchObject({ op: "contains" });
  });

  it("knows the records' values, and of the catalogue's only whole ones", () => {
    const records = [{ plan: "free" }, { plan: "pro" }, { plan: "pro" }, {}];
    expect(knownValues("plan", records, ["pro", "team", "t•••", "x…"])).toEqual(
      ["pro", "free", "team"],
    );
    expect(knownValues("tags", [{ tags: ["a", { b: 1 }] }], [])).toEqual(["a"]);
    expect(knownValues("", records, [])).toEqual([]);
  });
});

describe("the operators", () => {
  it("are those that fit the field's types", () => {
    expect(fittingOperators(type.BOOLEAN)).toEqual([
      ...["=", "!=", "exists", "missing"],
    ]);
    expect(fittingOperators(type.OBJECT)).toEqual(["exists", "missing"]);
    expect(fittingOperators(type.NUMBER)).not.toContain("contains");
    expect(fittingOperators(type.ANY)).toHaveLength(14);
    expect(fittingOperators(type.NULL)).toHaveLength(14);
    expect(operatorLabel(">", type.TIME)).toBe("is after");
    expect(operatorLabel(">", type.TEXT | type.TIME)).toBe("is above");
    expect(operatorLabel("=", type.TIME)).toBe("is");
  });

  it("keep of the value what they take", () => {
    const row = { id: 1, path: "f", op: "=" as const, value: 3 };
    expect(withOperator(row, "in").value).toEqual([3]);
    expect(withOperator(withOperator(row, "in"), "=")).toEqual(row);
    expect(withOperator(row, "contains").value).toBe("3");
    expect(withOperator(row, "missing")).not.toHaveProperty("value");
    expect(withFittingOperator(row, type.NUMBER)).toBe(row);
    expect(withFittingOperator(row, type.LIST).op).toBe("contains");
  });
});

describe("a value that is typed", () => {
  const read = (
    text: string,
    before: Json | undefined,
    types = type.TEXT,
    op: "=" | ">" | "in" | "contains" = "=",
  ) => readValue(text, { op, types, before, known: ["7", 8] });
  it("keeps its JSON type", () => {
    expect(read("12", undefined)).toBe("12");
    expect(read("12", 3)).toBe(12);
    expect(read("twelve", 3)).toBe("twelve");
    expect(read("12", undefined, type.NUMBER)).toBe(12);
    expect(read("", undefined, type.NUMBER)).toBeUndefined();
    expect(read("12", undefined, type.TEXT, ">")).toBe(12);
    expect(read("2026-11-01", undefined, type.TIME, ">")).toBe("2026-11-01");
    expect(read("7", undefined)).toBe("7");
    expect(read("8", undefined)).toBe(8);
    expect(read("null", null)).toBeNull();
    expect(read("false", true)).toBe(false);
    expect(read('{"a":2}', { a: 1 })).toEqual({ a: 2 });
    expect(read("12", "1", type.NUMBER, "contains")).toBe("12");
    expect(read("12345678901234567890", 1)).toBe("12345678901234567890");
  });

  it("has the control that its type asks for, unless that could not show it", () => {
    expect(controlFor("exists", type.TEXT, undefined)).toBe("none");
    expect(controlFor("in", type.TEXT, ["a"])).toBe("list");
    expect(controlFor("in", type.TEXT, "no list")).toBe("text");
    expect(controlFor("=", type.BOOLEAN, true)).toBe("boolean");
    expect(controlFor("=", type.BOOLEAN, "maybe")).toBe("text");
    expect(controlFor(">", type.NUMBER, "1.5")).toBe("number");
    expect(controlFor(">", type.NUMBER, "a dozen")).toBe("text");
  });
});
