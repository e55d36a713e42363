import { describe, expect, it } from "vitest";
import { eventsOfSource } from "./events-of-source";

describe("the events that a filter takes", () => {
  const is = (value: string) => ({ path: "event", op: "=" as const, value });
  const plan = { path: "plan", op: "=" as const, value: "pro" };
  it.each([
    [is("A"), ["A"]],
    [{ path: "event", op: "in" as const, value: ["A", "B"] }, ["A", "B"]],
    [{ all: [is("A"), plan] }, ["A"]],
    [{ any: [is("A"), is("B")] }, ["A", "B"]],
    [{ any: [is("A"), plan] }, null],
    [{ not: is("A") }, null],
    [{ all: [is("A"), is("B")] }, []],
    [plan, null],
  ])("%j: %j", (condition, events) => {
    const source = { stream: "events" as const, where: condition };
    expect(eventsOfSource(source)).toEqual(events);
  });

  it("are a cohort's name among cohort changes, and none where records have no name", () => {
    const where = { path: "cohort.name", op: "=" as const, value: "Free" };
    expect(eventsOfSource({ stream: "cohort", where })).toEqual(["Free"]);
    expect(eventsOfSource({ stream: "users", where: is("A") })).toBeNull();
    expect(eventsOfSource({ stream: "events", where: null })).toBeNull();
  });
});
