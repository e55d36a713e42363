import { describe, expect, it } from "vitest";
import type { Expression } from "@/lib/mapping/expression";
import * as type from "@/lib/mapping/value-type";
import { SyncDefinitionSchema } from "@/lib/sync/definition";
import { specTargets } from "@/lib/sync/segment-spec";
import { compareDefinitions } from "./compare-definitions";
import { baseLabel, stepLabel, toChain, toExpression } from "./chain";
import { draftReducer, startHistory } from "./draft-history";
import { restoreVersion } from "./restore-version";
import { fitsTarget } from "./fits-target";
import { dropField, removeField } from "./edit-mapping";
import { shownRows, sourceTree } from "./source-rows";
import { findTargets, targetRows } from "./target-rows";

describe("a sitting at a draft", () => {
  it("goes back and forth without limit, until something else is done", () => {
    let history = startHistory(0);
    for (let to = 1; to <= 500; to += 1)
      history = draftReducer(history, { kind: "change", to });
    for (let step = 0; step < 600; step += 1)
      history = draftReducer(history, { kind: "undo" });
    expect(history.present).toBe(0);
    history = draftReducer(history, { kind: "redo" });
    expect(history).toMatchObject({ present: 1, past: [0] });
    history = draftReducer(history, { kind: "change", to: 7 });
    expect(draftReducer(history, { kind: "redo" }).present).toBe(7);
    expect(draftReducer(history, { kind: "load", to: 9 })).toEqual(
      startHistory(9),
    );
  });
});

describe("what a version did otherwise", () => {
  const draft = SyncDefinitionSchema.parse({
    name: "Sign-ups",
    source: {
      ...{ connection: "con_1", stream: "events" },
      where: { path: "event", op: "=", value: "Sign Up" },
    },
    destination: { connection: "con_2", action: "segment.track" },
    mapping: { event: { value: "Signed Up" }, userId: { path: "identity" } },
  });

  it("is nothing for the same", () => {
    expect(compareDefinitions(structuredClone(draft), draft)).toEqual([]);
  });

  it("is told of the filter and of each field", () => {
    const version = {
      ...draft,
      source: { ...draft.source, where: null },
      mapping: { event: { value: "Sign Up" }, userId: { path: "identity" } },
    };
    expect(compareDefinitions(version, draft)).toEqual([
      {
        ...{ id: "field event", what: "event" },
        ...{ before: '"Sign Up"', after: '"Signed Up"' },
      },
      {
        ...{ id: "setting filter", what: "filter" },
        ...{ before: null, after: "event is “Sign Up”" },
      },
    ]);
  });
});

describe("a field's way", () => {
  const expression: Expression = {
    fn: "round",
    args: [
      { fn: "toNumber", args: [{ first: [{ path: "a" }, { path: "b" }] }] },
    ],
    options: { digits: 2 },
  };

  it("is a chain of steps, and the same expression again", () => {
    const chain = toChain(expression);
    expect(chain.steps.map(({ fn }) => fn)).toEqual(["toNumber", "round"]);
    expect(toExpression(chain)).toEqual(expression);
    expect(chain.steps.map(stepLabel)).toEqual(["to number", "round"]);
    expect(baseLabel(chain.base)).toBe("first of 2");
    expect(baseLabel({ path: "a" })).toBeNull();
  });
});

describe("restoring a version", () => {
  it("leaves the sync its name and its connections", () => {
    const definition = (name: string, from: string, to: string) =>
      SyncDefinitionSchema.parse({
        name,
        source: { connection: from, stream: "events" },
        destination: { connection: to, action: "segment.track" },
        mapping: { event: { value: name } },
      });
    const restored = restoreVersion(
      definition("Then", "con_1", "con_2"),
      definition("Now", "con_3", "con_4"),
    );
    expect(restored).toMatchObject({
      ...{ name: "Now", mapping: { event: { value: "Then" } } },
      source: { connection: "con_3" },
      destination: { connection: "con_4" },
    });
  });
});

describe("what words leave out", () => {
  const withDigits = (digits: number) =>
    SyncDefinitionSchema.parse({
      name: "Rounded",
      source: { connection: "con_1", stream: "events" },
      destination: { connection: "con_2", action: "segment.track" },
      mapping: {
        each: { each: "items", map: { a: { value: digits } } },
        filter: { fn: "round", args: [{ path: "a" }], options: { digits } },
      },
    });

  it("still tells versions apart", () => {
    const changes = compareDefinitions(withDigits(1), withDigits(2));
    expect(changes.map(({ what }) => what)).toEqual(["each", "filter"]);
    for (const { before, after } of changes) expect(before).not.toBe(after);
  });
});

describe("finding fields of the call", () => {
  it("goes by name, description, and what they are made from", () => {
    const rows = targetRows(
      { "properties.plan": { path: "properties.plan_name" } },
      specTargets("track"),
      [],
      [],
    );
    const find = (words: string) =>
      findTargets(rows, words).map(({ path }) => path);
    expect(find("PLAN_name")).toEqual(["properties.plan"]);
    expect(find("user")).toContain("userId");
    expect(find("nothing of the kind")).toEqual([]);
    expect(findTargets(rows, " ")).toBe(rows);
  });
});

describe("what fits a field", () => {
  it("is everything that can be converted, and nested values where they are taken", () => {
    expect(fitsTarget(type.TEXT, type.NUMBER)).toBe(true);
    expect(fitsTarget(type.OBJECT, type.TEXT)).toBe(false);
    expect(fitsTarget(type.OBJECT | type.NOTHING, type.OBJECT)).toBe(true);
    expect(fitsTarget(type.LIST, type.OBJECT)).toBe(false);
    expect(fitsTarget(type.LIST | type.TEXT, type.NUMBER)).toBe(true);
    expect(fitsTarget(type.OBJECT, type.ANY)).toBe(true);
  });
});

describe("dropping a field on another", () => {
  const text = { path: "amount", types: type.TEXT };
  it("converts it where the types ask for it", () => {
    const drop = (wanted: type.ValueType) =>
      dropField({}, text, { path: "t", type: wanted }).t;
    expect(drop(type.NUMBER)).toEqual({
      fn: "toNumber",
      args: [{ path: "amount" }],
    });
    expect(drop(type.TEXT)).toEqual({ path: "amount" });
    expect(drop(type.ANY)).toEqual({ path: "amount" });
    expect(drop(type.TIME)).toMatchObject({ fn: "toIso" });
  });

  it("makes the first of both where there is one already, in its chain", () => {
    const before = { t: { fn: "trim", args: [{ path: "a" }] } };
    const target = { path: "t", type: type.TEXT };
    const once = dropField(before, text, target);
    expect(once.t).toEqual({
      fn: "trim",
      args: [{ first: [{ path: "a" }, { path: "amount" }] }],
    });
    expect(dropField(once, text, target)).toEqual(once);
    expect(removeField(once, "t")).toEqual({});
  });
});

describe("the two columns", () => {
  const field = (path: string, types = type.TEXT) => ({
    ...{ path, types, filledPercent: 100, examples: ["seen"] },
  });
  const fields = [
    field("properties", type.OBJECT),
    field("properties.plan"),
    field('properties["a.b"]'),
    field("library"),
    field("identity"),
    field("items[].sku"),
  ];

  it("show the source as a tree, with the record's own values", () => {
    const record = {
      library: "web",
      properties: { plan: "Pro" },
      identity: "ann",
    };
    const rows = shownRows(sourceTree(fields, record), new Set(), "");
    expect(
      rows.map(({ name, depth, example }) => [name, depth, example]),
    ).toEqual([
      ["identity", 0, "ann"],
      ["library", 0, "web"],
      ["properties", 0, ""],
      ["plan", 1, "Pro"],
      ["a.b", 1, "seen"],
    ]);
    const tree = sourceTree(fields, null);
    const folded = shownRows(tree, new Set(["properties"]), "");
    expect(folded.at(-1)).toMatchObject({ name: "properties", childCount: 2 });
    expect(shownRows(tree, new Set(), "PLAN")).toHaveLength(1);
  });

  it("show what is required, mapped, planned and added, each once", () => {
    const target = (path: string, presence: "required" | "optional") => ({
      ...{ path, presence, type: type.TEXT, description: "" },
      from: "plan" as const,
    });
    const rows = targetRows(
      { "properties.x": { value: 1 }, event: { value: "A" } },
      [target("event", "required"), target("context.ip", "optional")],
      [target("properties.p", "optional"), target("properties.r", "required")],
      ["context.ip"],
    );
    expect(rows.map(({ path }) => path)).toEqual([
      ...["event", "properties.r", "properties.x", "properties.p"],
      "context.ip",
    ]);
    expect(rows[0]?.expression).toEqual({ value: "A" });
  });
});
