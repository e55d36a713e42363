import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { checkMapping } from "./check-mapping";
import { compileMapping } from "./compile-mapping";
import { MappingSchema, type Mapping } from "./expression";

const record = {
  event: "Sign Up - Completed",
  identity: "ann@acme.io",
  user_id: "5161",
  properties: {
    plan_name: "Pro",
    amount: " 12.50 ",
    paid: "no",
    "a b": 1,
    items: [{ sku: "x" }],
  },
};

const map = (mapping: Mapping) => compileMapping(mapping)(record);

describe("a mapping", () => {
  it("nests the keys of its destination paths", () => {
    const { payload } = map({
      event: { value: "Signed Up" },
      "properties.plan": { path: "properties.plan_name" },
      "properties.sku": { path: "properties.items[0].sku" },
      "properties.ab": { path: 'properties["a b"]' },
    });
    expect(payload).toEqual({
      event: "Signed Up",
      properties: { plan: "Pro", sku: "x", ab: 1 },
    });
  });

  it("leaves out what is missing and sends null", () => {
    expect(map({ a: { path: "nowhere" }, b: { value: null } }).payload).toEqual(
      { b: null },
    );
  });

  it("fills a template, with nothing for a missing field", () => {
    expect(
      map({ id: { template: "heap-11-{{user_id}}{{ nowhere }}" } }).payload,
    ).toEqual({ id: "heap-11-5161" });
  });

  it("takes the first that is not null, undefined or empty", () => {
    const zero: Mapping = {
      n: {
        first: [{ path: "nowhere" }, { value: "" }, { value: 0 }, { value: 1 }],
      },
    };
    expect(map(zero).payload).toEqual({ n: 0 });
  });

  it("trims text before a cast", () => {
    const mapping: Mapping = {
      amount: { fn: "toNumber", args: [{ path: "properties.amount" }] },
      paid: { fn: "toBoolean", args: [{ path: "properties.paid" }] },
    };
    expect(map(mapping).payload).toEqual({ amount: 12.5, paid: false });
  });

  it("names the key, the expectation and the value of a failed cast", () => {
    const { problems } = map({
      amount: { fn: "toNumber", args: [{ path: "event" }] },
    });
    expect(problems).toEqual([
      {
        path: "amount",
        message: 'should be a number but it is "Sign Up - Completed"',
      },
    ]);
  });

  it("answers a failed cast as onError says", () => {
    const cast = (onError: "omit" | "null" | { value: number }): Mapping => ({
      n: { fn: "toInteger", args: [{ path: "event" }], options: { onError } },
    });
    expect(map(cast("omit"))).toEqual({ payload: {}, problems: [] });
    expect(map(cast("null"))).toEqual({ payload: { n: null }, problems: [] });
    expect(map(cast({ value: 7 }))).toEqual({
      payload: { n: 7 },
      problems: [],
    });
  });

  it("pollutes no prototype, whatever its keys", () => {
    const { payload } = map({
      "__proto__.polluted": { value: 1 },
      "constructor.prototype.polluted": { value: 1 },
    });
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
    expect(Object.keys(payload).sort()).toEqual(["__proto__", "constructor"]);
  });

  it("gives back any JSON value that a path names", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const mapping = MappingSchema.parse({
          copy: { path: "properties.value" },
        });
        const input = JSON.parse(
          JSON.stringify({ properties: { value } }),
        ) as typeof record;
        expect(compileMapping(mapping)(input).payload.copy).toEqual(
          JSON.parse(JSON.stringify(value)),
        );
      }),
    );
  });
});

describe("the check of a mapping", () => {
  it("names all problems at once, by their keys", () => {
    const problems = checkMapping({
      "properties.*": { path: "properties" },
      a: { fn: "sha256", args: [{ path: "event" }] },
      b: { template: "{{a..b}}" },
    });
    expect(problems.map(({ path }) => path)).toEqual([
      "properties.*",
      "a",
      "b",
    ]);
    expect(problems[1]?.message).toContain("toNumber");
  });

  it("refuses unknown forms at the door", () => {
    const result = MappingSchema.safeParse({ a: { liquid: "{{x}}" } });
    expect(result.success).toBe(false);
    expect(result.error?.issues[0]?.message).toContain(
      "value, path, template, first",
    );
  });
});
