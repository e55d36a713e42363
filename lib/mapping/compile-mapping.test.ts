import fc from "fast-check";
import { describe, expect, it } from "vitest";
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
    expect(map(cast("omit"))).toMatchObject({ payload: {}, problems: [] });
    expect(map(cast("null"))).toMatchObject({
      payload: { n: null },
      problems: [],
    });
    expect(map(cast({ value: 7 }))).toMatchObject({
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

describe("many fields at once", () => {
  const source = {
    properties: { planName: "Pro", "Plan Name": "Free", seats: 3, utm: null },
  };
  const bulk = (mapping: Mapping) => compileMapping(mapping)(source);

  it("renames, leaves out, and lets explicit keys win", () => {
    const { payload } = bulk({
      "properties.seats": { value: "explicit" },
      "properties.*": {
        pick: "properties",
        except: ["Plan Name"],
        rename: "snake_case",
      },
    });
    expect(payload).toEqual({
      properties: { plan_name: "Pro", utm: null, seats: "explicit" },
    });
  });

  it("takes the first of two fields with one new name, and warns", () => {
    const { payload, warnings, problems } = bulk({
      "traits.*": { pick: "properties", rename: "snake_case" },
    });
    expect(payload.traits).toMatchObject({ plan_name: "Pro" });
    expect(problems).toEqual([]);
    expect(warnings).toEqual([
      {
        path: "traits.*",
        message: "has two fields that become plan_name: Plan Name was left out",
      },
    ]);
  });

  it("fills an object that came in bulk without touching the record", () => {
    const input = { properties: { address: { city: "Paris", zip: "1" } } };
    const { payload } = compileMapping({
      properties: { path: "properties" },
      "properties.address.city": { value: "Lyon" },
    })(input);
    expect(payload).toEqual({
      properties: { address: { city: "Lyon", zip: "1" } },
    });
    expect(input.properties.address.city).toBe("Paris");
  });

  it("says when it isn't made of an object", () => {
    const { problems } = bulk({ "p.*": { pick: "properties.seats" } });
    expect(problems).toEqual([
      {
        path: "p.*",
        message: "should be made of an object but properties.seats is none",
      },
    ]);
  });
});

describe("lists and choices", () => {
  it("makes one object of each element, whose problems name it", () => {
    const input = {
      items: [
        { sku: "a", price: "1.5" },
        { sku: "b", price: "free" },
      ],
    };
    const { payload, problems } = compileMapping({
      products: {
        each: "items",
        map: {
          sku: { path: "sku" },
          price: { fn: "toNumber", args: [{ path: "price" }] },
        },
      },
    })(input);
    expect(payload).toEqual({
      products: [{ sku: "a", price: 1.5 }, { sku: "b" }],
    });
    expect(problems).toEqual([
      {
        path: "products",
        message: 'price of element 1 should be a number but it is "free"',
      },
    ]);
  });

  it("takes the element itself by a dot", () => {
    const { payload } = compileMapping({
      tags: { each: "tags", map: { name: { path: "." } } },
    })({ tags: ["x", "y"] });
    expect(payload).toEqual({ tags: [{ name: "x" }, { name: "y" }] });
  });

  it("chooses by a condition; without an else it gives nothing", () => {
    const tier = (plan: string) =>
      compileMapping({
        tier: {
          when: { path: "plan", op: "in", value: ["pro", "team"] },
          then: { value: "paid" },
        },
      })({ plan }).payload;
    expect(tier("pro")).toEqual({ tier: "paid" });
    expect(tier("free")).toEqual({});
  });

  it("takes a parameter from the record, and says when it can't be", () => {
    const mapping: Mapping = {
      total: { fn: "multiply", args: [{ path: "price" }, { path: "count" }] },
      tags: { fn: "split", args: [{ path: "tags" }, { path: "mark" }] },
    };
    const record = { price: "19.9", count: 100, tags: "a;b", mark: ";" };
    expect(compileMapping(mapping)(record).payload).toEqual({
      total: 1990,
      tags: ["a", "b"],
    });
    expect(
      compileMapping(mapping)({ ...record, count: "many", mark: {} }).problems,
    ).toEqual([
      {
        path: "total",
        message: 'needs a number as values but it is "many"',
      },
      {
        path: "tags",
        message: "needs text as separator but it is {}",
      },
    ]);
  });

  it("bounds what it makes, however large the record is", () => {
    const long = "ab".repeat(400_000);
    const { problems } = compileMapping({
      replaced: {
        fn: "replace",
        args: [{ path: "long" }],
        options: { search: "a", replacement: "aaaaaaaa" },
      },
      twice: { template: "{{long}}{{long}}" },
      parts: { fn: "split", args: [{ path: "long" }, { value: "a" }] },
      list: { each: "list", map: { a: { value: 1 } } },
    })({ long, list: Array.from({ length: 20_000 }, () => ({})) });
    expect(problems.map(({ path }) => path)).toEqual([
      "replaced",
      "twice",
      "parts",
      "list",
    ]);
  });

  it("ends on a record that contains itself", () => {
    const cyclic: Record<string, unknown> = { name: "x" };
    cyclic.self = cyclic;
    const { problems } = compileMapping({
      text: { fn: "toText", args: [{ path: "self" }] },
      flat: { fn: "flatten", args: [{ path: "self" }] },
      template: { template: "{{self}}" },
    })(cyclic as typeof record);
    expect(problems.map(({ path }) => path)).toEqual([
      "text",
      "flat",
      "template",
    ]);
  });
});
