import { describe, expect, it } from "vitest";
import { ruleProperties } from "./rule-properties";

describe("the properties of a rule", () => {
  it("are told with their types, what is required, and what else they keep to", () => {
    const jsonSchema = {
      type: "object",
      required: ["properties"],
      properties: {
        context: {},
        userId: { type: "string", minLength: 3 },
        properties: {
          type: "object",
          required: ["plan"],
          properties: {
            plan: { enum: ["free", "pro"], description: "Which one" },
            seats: { type: ["integer", "null"], minimum: 1 },
            note: { type: "string", pattern: "" },
            products: {
              type: "array",
              items: {
                type: "object",
                required: ["sku"],
                properties: { sku: { type: "string", pattern: "^S" } },
              },
            },
          },
        },
      },
    };
    const told = ruleProperties({ jsonSchema }).map(
      ({ path, type, isRequired, limits }) =>
        `${path} | ${type} | ${isRequired ? "required" : ""} | ${limits.join("; ")}`,
    );
    expect(told).toEqual([
      "userId | string |  | at least 3 characters",
      'properties.plan |  | required | one of "free", "pro"',
      "properties.seats | integer or null |  | at least 1",
      "properties.note | string |  | ",
      "properties.products | array of object |  | ",
      "properties.products[].sku | string | required | matches ^S",
    ]);
  });

  it("are none where a schema lists none, however odd it is", () => {
    for (const jsonSchema of [{}, { properties: [] }, { anyOf: [{}] }])
      expect(ruleProperties({ jsonSchema })).toEqual([]);
  });
});
