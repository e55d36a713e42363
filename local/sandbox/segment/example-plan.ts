import type { Plan } from "./plan";

const text = (description: string, extra: object = {}) => ({
  ...{ type: ["string"], description },
  // Exports carry draft-04's id in every property.
  ...{ id: "/properties/properties/properties/text", pattern: "" },
  ...extra,
});

/** A plan as Segment exports them, with their oddities. */
export const EXAMPLE_PLAN: Plan = {
  id: "tp_web",
  name: "Web",
  type: "LIVE",
  rules: [
    {
      type: "TRACK",
      key: "Signed Up",
      version: 1,
      jsonSchema: {
        $schema: "http://json-schema.org/draft-04/schema#",
        type: "object",
        description: "Somebody finished the sign-up.",
        properties: {
          context: {},
          traits: {},
          properties: {
            type: "object",
            required: ["plan"],
            properties: {
              plan: text("The plan that was chosen.", {
                pattern: "(?i)^(free|pro|team|enterprise)$",
              }),
              seats: {
                type: ["integer", "null"],
                description: "How many seats were bought.",
                isNewProperty: true,
              },
              revenue: {
                type: ["number"],
                description: "What it brought, in the currency's units.",
              },
              source: text("Where the person came from."),
            },
          },
        },
        required: ["properties"],
      },
    },
    {
      type: "COMMON",
      version: 1,
      jsonSchema: {
        $schema: "http://json-schema.org/draft-07/schema#",
        type: "object",
        anyOf: [{ required: ["userId"] }, { required: ["anonymousId"] }],
      },
    },
  ],
};
