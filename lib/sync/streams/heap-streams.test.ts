import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import type { JsonObject } from "../../shared/json";
import { eventTable } from "../heap-event";
import { STREAMS, type StreamName } from "./registry";

const sha256Hex = (text: string) =>
  createHash("sha256").update(text).digest("hex");
const check = (stream: StreamName, value: JsonObject) =>
  STREAMS[stream].check(value, "con_1", sha256Hex);

describe("a Heap event at the door", () => {
  it("is named by connection, stream, event table and event id", () => {
    const outcome = check("events", {
      event: "Sign Up - Completed",
      event_id: 9001,
      user_id: "1",
    });
    expect(outcome).toEqual({
      ok: true,
      event: "Sign Up - Completed",
      recordKey: "con_1:events:sign_up___completed:9001",
    });
    expect(eventTable("Sign Up - Completed")).toBe("sign_up___completed");
  });

  it("has the same key without an id, whatever the order of its members", () => {
    const a = check("events", { event: "A", user_id: "1", plan: "x" });
    const b = check("events", { plan: "x", user_id: "1", event: "A" });
    expect(a).toEqual(b);
    expect(a.ok).toBe(true);
  });

  it("is refused without an event or an id, with all problems", () => {
    expect(check("events", { user_id: "1" })).toEqual({
      ok: false,
      message: "event should be text",
    });
    expect(check("events", { event: "A" })).toEqual({
      ok: false,
      message: "user_id or identity is required",
    });
    expect(check("events", { event: "A", identity: "" }).ok).toBe(false);
  });
});

describe("the records of the other streams", () => {
  const change = {
    cohort: { id: 7, name: "Free plan" },
    ...{ id: "ann@acme.io", change: "entered", at: "2026-11-01T10:00:00Z" },
  };

  it("are named: a user by the id, whatever is known of it by now", () => {
    expect(check("users", { user_id: 5161, email: "a@acme.io" })).toEqual({
      ...{ ok: true, event: "user", recordKey: "con_1:users:user:5161" },
    });
    expect(check("users", { user_id: "5161", email: "b@acme.io" })).toEqual(
      check("users", { user_id: "5161" }),
    );
    expect(check("cohort", change)).toMatchObject({ event: "Free plan" });
    expect(check("cohort", change)).not.toEqual(
      check("cohort", { ...change, at: "2026-11-02T10:00:00Z" }),
    );
    expect(
      check("merges", { from_user_id: "1", to_user_id: "2" }),
    ).toMatchObject({ event: "merge" });
  });

  it("are refused without what makes them one", () => {
    expect(check("users", { email: "a@acme.io" }).ok).toBe(false);
    expect(check("merges", { from_user_id: "1" })).toEqual({
      ...{ ok: false, message: "to_user_id should be text" },
    });
    expect(check("cohort", { ...change, change: "left" })).toEqual({
      ...{ ok: false, message: "change should be entered or exited" },
    });
    expect(check("cohort", { ...change, cohort: "Free plan" })).toEqual({
      ...{ ok: false, message: "cohort should be an object with a name" },
    });
  });

  it("have ids as text for the paths that read them", () => {
    expect(STREAMS.users.toRecord({ user_id: 7 })).toEqual({ user_id: "7" });
    expect(STREAMS.merges.toRecord({ to_user_id: 7 })).toEqual({
      to_user_id: "7",
    });
    expect(STREAMS.cohort.toRecord({ ...change, id: 5 })).toMatchObject({
      cohort: { id: "7" },
      id: "5",
    });
    // One that was not checked is read as far as it goes.
    expect(STREAMS.cohort.toRecord({ id: 5 })).toEqual({ id: "5" });
  });
});

describe("who a record is about", () => {
  const { personOf } = STREAMS.events;

  it("is its identity, as text or as a number, else its user id", () => {
    expect(personOf({ identity: "ann@acme.io", user_id: 7 })).toBe(
      "ann@acme.io",
    );
    expect(personOf({ identity: 12_345, user_id: 7 })).toBe("12345");
    expect(personOf({ identity: 12_345 })).toBe("12345");
    expect(personOf({ identity: "", user_id: 7 })).toBe("7");
    expect(personOf({ identity: null, user_id: "7" })).toBe("7");
    expect(personOf({ event: "Sign Up" })).toBeNull();
    expect(STREAMS.users.personOf({ identity: "a", user_id: "7" })).toBe("a");
  });

  it("is a cohort's id, and whom a merge made", () => {
    expect(STREAMS.cohort.personOf({ id: 7, change: "exited" })).toBe("7");
    const merge = { from_user_id: "1", to_user_id: "2" };
    expect(STREAMS.merges.personOf(merge)).toBe("2");
    expect(STREAMS.merges.personOf({ ...merge, identity: "ann" })).toBe("ann");
  });
});
