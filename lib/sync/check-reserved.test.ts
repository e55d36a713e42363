import { describe, expect, it } from "vitest";
import type { JsonObject } from "../shared/json";
import { compileReservedCheck } from "./check-reserved";

const check = compileReservedCheck(
  { "properties.*": { pick: "properties" }, "context.ip": { path: "ip" } },
  "track",
);

describe("a call's reserved fields", () => {
  it("are held against the types of Segment's spec", () => {
    const call: JsonObject = {
      properties: { revenue: "a lot", currency: 978, plan: 7 },
      context: { ip: "10.0.0.1" },
    };
    expect(check(call)).toEqual([
      {
        path: "properties.revenue",
        message: 'is number by Segment’s spec but it is "a lot"',
      },
      {
        path: "properties.currency",
        message: "is text by Segment’s spec but it is 978",
      },
    ]);
  });

  it("may be missing or null, and times may be any text of a time", () => {
    expect(check({ properties: { revenue: null } })).toEqual([]);
    expect(check({})).toEqual([]);
    const traits = compileReservedCheck({ traits: { path: "." } }, "identify");
    const made = (createdAt: string) => traits({ traits: { createdAt } });
    expect(made("2026-11-01T10:00:00Z")).toEqual([]);
    expect(made("yesterday")).toHaveLength(1);
  });

  it("are only looked at where the mapping may give them", () => {
    const narrow = compileReservedCheck(
      { "properties.plan": { path: "plan" } },
      "track",
    );
    expect(narrow({ properties: { revenue: "a lot" } })).toEqual([]);
  });

  it("are not too many of a person, of whom Unify would take nothing", () => {
    const identify = compileReservedCheck(
      { traits: { path: "." } },
      "identify",
    );
    const traits = (count: number) =>
      Object.fromEntries(
        Array.from({ length: count }, (_, index) => [`t${index}`, 1]),
      );
    expect(identify({ traits: traits(299) })).toEqual([]);
    expect(identify({ traits: traits(300) })).toMatchObject([
      { path: "traits" },
    ]);
  });

  it("know no prototype", () => {
    const properties = JSON.parse(
      '{"__proto__":{"revenue":"x"}}',
    ) as JsonObject;
    expect(check({ properties })).toEqual([]);
  });
});
