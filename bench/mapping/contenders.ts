import { createRequire } from "node:module";
import type * as ActionsCore from "@segment/actions-core";
import jsonata from "jsonata";
import { compileMapping } from "../../lib/mapping/compile-mapping";
import { MappingSchema, type Mapping } from "../../lib/mapping/expression";
import type { HeapRecord } from "./workload";

// Its ES modules import names that its own CommonJS dependency doesn't show.
const { transform } = createRequire(import.meta.url)(
  "@segment/actions-core",
) as typeof ActionsCore;

/** Ten fields: constants, paths, a template, a choice of two, and functions on text. */
const mapping: Mapping = MappingSchema.parse({
  event: { value: "Signed Up" },
  userId: { first: [{ path: "identity" }, { path: "user_id" }] },
  anonymousId: { template: "heap-11-{{user_id}}" },
  timestamp: { path: "time" },
  "properties.plan": {
    fn: "lowercase",
    args: [{ path: "properties.plan_name" }],
  },
  "properties.seats": { path: "properties.seats" },
  "properties.revenue": { path: "properties.amount_usd" },
  "properties.source": { path: "properties.utm_source" },
  "properties.country": {
    fn: "uppercase",
    args: [{ path: "properties.country" }],
  },
  "context.page.path": { path: "properties.path" },
});

export const ours = compileMapping(mapping);

const kitMapping = {
  event: "Signed Up",
  userId: {
    "@if": {
      exists: { "@path": "$.identity" },
      then: { "@path": "$.identity" },
      else: { "@path": "$.user_id" },
    },
  },
  anonymousId: { "@template": "heap-11-{{user_id}}" },
  timestamp: { "@path": "$.time" },
  properties: {
    plan: {
      "@case": {
        operator: "lower",
        value: { "@path": "$.properties.plan_name" },
      },
    },
    seats: { "@path": "$.properties.seats" },
    revenue: { "@path": "$.properties.amount_usd" },
    source: { "@path": "$.properties.utm_source" },
    country: {
      "@case": {
        operator: "upper",
        value: { "@path": "$.properties.country" },
      },
    },
  },
  context: { page: { path: { "@path": "$.properties.path" } } },
};

export const mappingKit = (record: HeapRecord) => transform(kitMapping, record);

const expression = jsonata(`{
  "event": "Signed Up",
  "userId": $exists(identity) ? identity : user_id,
  "anonymousId": "heap-11-" & user_id,
  "timestamp": time,
  "properties": {
    "plan": $lowercase(properties.plan_name),
    "seats": properties.seats,
    "revenue": properties.amount_usd,
    "source": properties.utm_source,
    "country": $uppercase(properties.country)
  },
  "context": { "page": { "path": properties.path } }
}`);

export const viaJsonata = (record: HeapRecord): Promise<unknown> =>
  expression.evaluate(record);

/** What an engineer would write for this one mapping. */
export function handWritten(record: HeapRecord) {
  const { properties } = record;
  const { plan_name: plan, country } = properties;
  return {
    event: "Signed Up",
    userId: record.identity ?? record.user_id,
    anonymousId: `heap-11-${record.user_id}`,
    timestamp: record.time,
    properties: {
      plan: typeof plan === "string" ? plan.toLowerCase() : plan,
      seats: properties.seats,
      revenue: properties.amount_usd,
      source: properties.utm_source,
      country: typeof country === "string" ? country.toUpperCase() : country,
    },
    context: { page: { path: properties.path } },
  };
}
