import { describe, expect, it } from "vitest";
import { isSnapshotSync, logStream, removalOf, tellRemoval } from "./snapshot";

const users = { connection: "con_1", stream: "users" } as const;

describe("a sync that compares", () => {
  it("is one of users that runs at times", () => {
    const trigger = { kind: "manual" } as const;
    expect(isSnapshotSync({ source: users, trigger })).toBe(true);
    expect(logStream({ source: users, trigger }, "syn_1")).toBe("users:syn_1");
    const stream = { source: users, trigger: { kind: "stream" } } as const;
    expect(isSnapshotSync(stream)).toBe(false);
    expect(logStream(stream, "syn_1")).toBe("users");
    const events = { connection: "con_1", stream: "events" } as const;
    expect(isSnapshotSync({ source: events, trigger })).toBe(false);
  });
});

describe("a removal", () => {
  const call = { type: "identify", userId: "a", traits: { plan: "pro", n: 1 } };

  it("is told by the record's mark", () => {
    expect(removalOf({ _removed: true })).toBe("gone");
    expect(removalOf({ _removed: false })).toBe("returned");
    expect(removalOf({})).toBeNull();
    expect(removalOf({ _removed: "yes" })).toBeNull();
  });

  it("takes back the traits, or says so by one, or nothing", () => {
    expect(tellRemoval(call, "gone", "null").traits).toEqual({
      ...{ plan: null, n: null },
    });
    expect(tellRemoval(call, "gone", "mark").traits).toEqual({
      removed_from_heap: true,
    });
    expect(tellRemoval(call, "gone", "nothing")).toEqual(call);
  });

  it("is taken back where it was told by a mark", () => {
    expect(tellRemoval(call, "returned", "mark").traits).toEqual({
      ...{ plan: "pro", n: 1, removed_from_heap: false },
    });
    expect(tellRemoval(call, "returned", "null")).toEqual(call);
  });

  it("of somebody without traits takes nothing back", () => {
    expect(tellRemoval({ userId: "a" }, "gone", "null").traits).toEqual({});
  });
});
