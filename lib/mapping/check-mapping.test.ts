import { describe, expect, it } from "vitest";
import { checkMapping } from "./check-mapping";
import { MappingSchema, type Expression, type Mapping } from "./expression";
import type { TargetField } from "./target-field";
import * as type from "./value-type";

const target = (path: string, own: Partial<TargetField> = {}): TargetField => ({
  ...{ path, type: type.TEXT, presence: "optional" },
  ...{ description: "", from: "spec", ...own },
});

const found = (mapping: Mapping, targets: TargetField[] = []) =>
  checkMapping(mapping, { targets }).map(
    ({ path, severity, message }) => `${severity} ${path} ${message}`,
  );

const nested = (levels: number): Expression =>
  Array.from({ length: levels }).reduce<Expression>(
    (inner) => ({ first: [inner] }),
    { path: "a" },
  );

describe("the check of a mapping", () => {
  it("names all problems at once, by their keys", () => {
    const problems = checkMapping({
      "items[0].sku": { value: "x" },
      a: { fn: "lowercse", args: [{ path: "event" }] },
      b: { template: "{{a..b}}" },
      c: { fn: "replace", args: [{ path: "x" }] },
      d: { fn: "round", args: [{ path: "x" }], options: { digit: 2 } },
      e: { fn: "trim", args: [] },
      f: { fn: "formatDate", args: [{ path: "t" }], options: { format: "qq" } },
      g: nested(40),
    });
    expect(problems.map(({ path }) => path)).toEqual([
      "items[0].sku",
      ...["a", "b", "c", "d", "e", "f", "g"],
    ]);
    expect(problems[1]?.suggestion).toBe("Did you mean lowercase?");
    expect(problems[3]?.message).toBe("Replace needs search for (search)");
    expect(problems[6]?.expected).toBe("a pattern such as yyyy-MM-dd HH:mm");
  });

  it("follows types through expressions", () => {
    const number = target("n", { type: type.NUMBER });
    const text = target("t");
    expect(
      found(
        {
          n: { fn: "lowercase", args: [{ path: "x" }] },
          t: { fn: "flatten", args: [{ path: "x" }] },
        },
        [number, text],
      ),
    ).toEqual([
      "error n should be number but it is text",
      "error t should be text but it is object",
    ]);
    expect(
      found(
        {
          n: { fn: "toNumber", args: [{ fn: "trim", args: [{ path: "x" }] }] },
          t: { fn: "toIso", args: [{ path: "x" }] },
        },
        [number, text],
      ),
    ).toEqual([]);
  });

  it("finds an argument that can never be read", () => {
    expect(
      found({
        a: { fn: "join", args: [{ fn: "toNumber", args: [{ path: "x" }] }] },
        b: { fn: "toNumber", args: [{ value: { x: 1 } }] },
      }),
    ).toEqual([
      "error a Join takes a list but it is number",
      "error b To number takes a number but it is object",
    ]);
  });

  it("asks for what is required, and warns of what may be nothing", () => {
    const event = target("event", { presence: "required" });
    expect(found({}, [event])).toEqual(["error event is required"]);
    const lookup: Expression = {
      fn: "at",
      args: [{ fn: "split", args: [{ path: "x" }] }],
    };
    expect(found({ event: { path: "x" } }, [event])).toEqual([]);
    expect(found({ "*": { pick: "." } }, [event])).toEqual([]);
    const seen = checkMapping(
      { event: { fn: "toText", args: [lookup] } },
      { targets: [event] },
    );
    expect(seen).toMatchObject([
      {
        path: "event",
        severity: "warning",
        message: "is required but may be nothing",
        found: "text or nothing",
      },
    ]);
  });

  it("asks for one of several", () => {
    const ids = ["userId", "anonymousId"].map((path) =>
      target(path, { presence: "oneOf" }),
    );
    expect(found({}, ids)).toEqual([
      "error userId userId or anonymousId is needed",
    ]);
    expect(found({ anonymousId: { path: "x" } }, ids)).toEqual([]);
  });

  it("doubts what the fields that were seen make doubtful", () => {
    const seen: Record<string, type.ValueType> = {
      plan: type.TEXT,
      seats: type.TEXT | type.NUMBER,
      items: type.LIST,
      "items[].price": type.OBJECT,
    };
    const problems = checkMapping(
      {
        n: { path: "seats" },
        o: { pick: "plan" },
        products: {
          each: "items",
          map: { p: { fn: "toNumber", args: [{ path: "price" }] } },
        },
      },
      {
        fieldType: (path) => seen[path] ?? null,
        targets: [target("n", { type: type.NUMBER })],
      },
    );
    expect(
      problems.map(({ severity, path, message }) => [severity, path, message]),
    ).toEqual([
      ["error", "o", "should be made of object but it is text"],
      ["error", "products", "To number takes a number but it is object"],
      ["warning", "n", "should be number but it may be text"],
    ]);
  });

  it("refuses a key inside of another that is no object", () => {
    expect(found({ p: { value: 1 }, "p.a": { value: 2 } })).toEqual([
      "error p should be an object but it is number",
    ]);
    expect(found({ p: { pick: "q" }, "p.a": { value: 2 } })).toEqual([]);
  });

  it("stays quick on the widest mappings", () => {
    const wide = Object.fromEntries(
      Array.from({ length: 1_001 }, (_, index) => [`f${index}`, { path: "a" }]),
    );
    expect(found(wide)[0]).toBe("error  is too large");
  });

  it("refuses unknown forms at the door", () => {
    const result = MappingSchema.safeParse({ a: { liquid: "{{x}}" } });
    expect(result.success).toBe(false);
    expect(result.error?.issues[0]?.message).toContain(
      "value, path, template, first",
    );
  });
});
