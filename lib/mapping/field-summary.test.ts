import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { JsonObject } from "../shared/json";
import { summariseFields } from "./field-summary";
import { maskPersonal } from "./mask-personal";
import { nameOfType } from "./value-type";

const shown = (records: JsonObject[]) =>
  Object.fromEntries(
    [...summariseFields(records)].map(([path, { types, filled, examples }]) => [
      path,
      [nameOfType(types), filled, examples],
    ]),
  );

describe("the fields of some records", () => {
  it("are told by path, with types, how often they are filled, and examples", () => {
    expect(
      shown([
        {
          event: "Sign Up",
          time: "2026-11-01T10:00:00Z",
          properties: { seats: 3, "a.b": true, plan: "" },
          items: [{ sku: "a" }, { sku: "b", price: 2 }],
        },
        { event: "Sign Up", properties: { seats: "12", plan: null } },
      ]),
    ).toEqual({
      event: ["text", 2, ["Sign Up"]],
      time: ["time", 1, ["2026-11-01T10:00:00Z"]],
      properties: ["object", 2, []],
      "properties.seats": ["text or number", 2, [3, "12"]],
      'properties["a.b"]': ["yes/no", 1, [true]],
      "properties.plan": ["text or null", 0, []],
      items: ["list", 1, []],
      "items[]": ["object", 1, []],
      "items[].sku": ["text", 1, ["a", "b"]],
      "items[].price": ["number", 1, [2]],
    });
  });

  it("stay few, however wide and deep the records are", () => {
    const wide = Object.fromEntries(
      Array.from({ length: 3_000 }, (_, index) => [`f${index}`, index]),
    );
    expect(summariseFields([wide]).size).toBe(1_000);
    const deep = Array.from({ length: 50 }).reduce<JsonObject>(
      (inner) => ({ a: inner }),
      {},
    );
    expect(summariseFields([deep]).size).toBeLessThan(10);
  });

  it("are found in any record", () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (value) => {
        const record = JSON.parse(JSON.stringify(value)) as JsonObject;
        for (const [, { filled, examples }] of summariseFields([record])) {
          expect(filled).toBeLessThanOrEqual(1);
          expect(examples.length).toBeLessThanOrEqual(5);
        }
      }),
    );
  });
});

describe("an example that looks personal", () => {
  it.each([
    ["identity", "ann@acme.io", "a•••@acme.io"],
    ["properties.firstName", "Ann", "A•••"],
    ["properties.name", "Ann", "A•••"],
    ["properties.plan_name", "Pro", "Pro"],
    ["properties.note", "call +33 6 12 34 56 78", "call •••78"],
    ["properties.ip", "10.1.2.3", "1•••"],
    ["properties.plan", "Pro", "Pro"],
    ["time", "2026-11-01 10:00:00", "2026-11-01 10:00:00"],
    ["event", "Sign Up", "Sign Up"],
  ])("is masked: %s %s", (path, text, masked) => {
    expect(maskPersonal(path, text)).toBe(masked);
  });
});
