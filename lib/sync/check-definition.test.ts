import { describe, expect, it } from "vitest";
import { actionsFor, defaultMapping } from "./actions/fitting";
import type { ActionName } from "./actions/registry";
import { checkDefinition } from "./check-definition";
import { SyncDefinitionSchema } from "./definition";
import { STREAM_NAMES, type StreamName } from "./streams/registry";

const definition = (stream: string, action: string, rest: object = {}) => ({
  name: "Any",
  source: { connection: "con_1", stream },
  destination: { connection: "con_2", action },
  mapping: defaultMapping(stream as StreamName, action as ActionName, "11"),
  ...rest,
});
const check = (...[stream, action, rest]: Parameters<typeof definition>) =>
  checkDefinition(SyncDefinitionSchema.parse(definition(stream, action, rest)));

describe("a definition's stream and action", () => {
  it("are among those that there are, else all are told", () => {
    const given = { ...definition("events", "segment.track") };
    const parsed = SyncDefinitionSchema.safeParse({
      ...given,
      source: { connection: "con_1", stream: "sessions" },
      destination: { connection: "con_2", action: "segment.group" },
    });
    expect(parsed.error?.issues.map(({ message }) => message)).toEqual([
      "should be one of events, users, cohort, merges",
      "should be one of segment.track, segment.identify, segment.alias",
    ]);
  });

  it("fit each other, else those that do are told", () => {
    const mapping = { userId: { path: "id" }, previousId: { path: "old" } };
    expect(check("cohort", "segment.alias", { mapping })).toEqual([
      {
        ...{ path: "destination.action", severity: "error" },
        message: "segment.alias takes no cohort changes; it takes merges",
        expected: "segment.track or segment.identify",
        found: "segment.alias",
        suggestion: "Use segment.track or segment.identify, or another stream.",
      },
    ]);
  });

  it.each(
    STREAM_NAMES.flatMap((stream) =>
      actionsFor(stream).map((action) => [stream, action] as const),
    ),
  )(
    "%s and %s begin with a mapping that can be published",
    (stream, action) => {
      expect(check(stream, action)).toEqual([]);
    },
  );

  it("decide what a mapping must have", () => {
    const found = check("merges", "segment.alias", { mapping: {} });
    expect(found).toMatchObject([
      { path: "mapping.previousId", message: "is required" },
      { path: "mapping.userId", message: "is required" },
    ]);
  });
});

it("doubts a plan for calls that no plan is about", () => {
  const validation = { trackingPlan: "tp_1", onViolation: "block" };
  expect(check("merges", "segment.alias", { validation })).toMatchObject([
    { path: "validation.trackingPlan", severity: "warning" },
  ]);
  expect(check("merges", "segment.identify", { validation })).toEqual([]);
});
