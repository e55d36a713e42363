import { describe, expect, it } from "vitest";
import { defaultSuggestions } from "../sync/actions/default-suggestions";
import { specTargets } from "../sync/segment-spec";
import { isClear, suggestMapping, type SourceField } from "./suggest";
import type { TargetField } from "./target-field";
import * as type from "./value-type";

const field = (
  path: string,
  types = type.TEXT,
  filledPercent = 100,
): SourceField => ({ path, types, filledPercent });
const planned = (path: string, own: type.ValueType): TargetField => ({
  ...{ path, type: own, presence: "optional" },
  ...{ description: "", from: "plan" },
});

const fields = [
  field("event"),
  field("identity"),
  field("user_id"),
  field("time", type.TIME),
  field("properties", type.OBJECT),
  field("properties.plan_name"),
  field("properties.seats"),
  field("properties.amount_usd"),
  field("properties.total", type.NUMBER),
  field("properties.utm_source"),
  field("properties.items", type.LIST),
  field("properties.items[].sku"),
];

describe("suggestions", () => {
  const targets = [
    ...specTargets("track"),
    planned("properties.plan", type.TEXT),
    planned("properties.seats", type.NUMBER),
    planned("properties.source", type.TEXT),
    planned("properties.sku", type.TEXT),
  ];
  const known = defaultSuggestions(
    {
      source: { connection: "con_1", stream: "events" },
      destination: { connection: "con_2", action: "segment.track" },
    },
    "11",
  ).filter(({ target }) => target !== "event");
  const found = new Map(
    suggestMapping(fields, targets, {}, known).map((one) => [one.target, one]),
  );

  it("go by name, synonym and type, with a reason", () => {
    expect(found.get("event")).toMatchObject({
      expression: { path: "event" },
      reason: "the same name",
      confidence: 0.95,
      alternatives: [],
    });
    expect(found.get("timestamp")).toMatchObject({ from: "time" });
    expect(found.get("properties.seats")).toMatchObject({
      expression: { fn: "toNumber", args: [{ path: "properties.seats" }] },
      reason: "the same name; converted to number",
    });
    expect(found.get("properties.source")?.from).toBe("properties.utm_source");
    expect(found.get("properties.plan")?.from).toBe("properties.plan_name");
  });

  it("say when another field fits as well", () => {
    const revenue = found.get("properties.revenue");
    expect(revenue).toMatchObject({ from: "properties.total" });
    // Text that has to be converted is less sure, not as sure.
    expect(revenue?.alternatives).toEqual([]);
    const doubtful = suggestMapping(
      [field("a.plan"), field("b.plan")],
      [planned("properties.plan", type.TEXT)],
      {},
    );
    expect(doubtful[0]?.alternatives).toEqual(["b.plan"]);
  });

  it("let the systems' own rules win over names", () => {
    expect(found.get("userId")?.expression).toEqual({ path: "identity" });
    expect(found.get("anonymousId")?.expression).toEqual({
      template: "heap-11-{{user_id}}",
    });
  });

  it("have what no name tells and no target asks for", () => {
    const cohort = defaultSuggestions(
      {
        source: { connection: "con_1", stream: "cohort" },
        destination: { connection: "con_2", action: "segment.identify" },
      },
      "11",
    );
    const targetsLeft = suggestMapping(
      [field("id"), field("cohort.name")],
      specTargets("identify"),
      { userId: { path: "id" } },
      cohort,
    ).map(({ target }) => target);
    expect(targetsLeft).toContain("traits.heap_cohort_member");
    expect(targetsLeft).not.toContain("userId");
  });

  it("call clear what is sure and has no rival", () => {
    const clear = [...found.values()].filter(isClear);
    expect(clear.map(({ target }) => target)).toContain("timestamp");
    const vague = suggestMapping(
      [field("plan_name")],
      [planned("context.campaign.name", type.TEXT)],
      {},
    );
    expect(vague).toEqual([]);
  });

  it("leave a group alone whose fields are mapped one by one", () => {
    const rest = suggestMapping(fields, targets, {
      "properties.a": { value: 1 },
    });
    expect(rest.some(({ target }) => target === "properties")).toBe(false);
    expect(found.has("properties")).toBe(true);
  });

  it("leave out what is mapped, and what lies in lists", () => {
    expect(found.has("properties.sku")).toBe(false);
    const rest = suggestMapping(fields, targets, { event: { value: "A" } });
    expect(rest.some(({ target }) => target === "event")).toBe(false);
  });

  it("doubt what is rarely filled", () => {
    const [rare] = suggestMapping(
      [field("plan", type.TEXT, 5)],
      [planned("properties.plan", type.TEXT)],
      {},
    );
    expect(rare?.confidence).toBe(0.8);
  });
});
