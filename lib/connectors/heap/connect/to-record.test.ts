import { describe, expect, it } from "vitest";
import { guessEventName, inReadingOrder, kindOfTable } from "./tables";
import { toIsoTime } from "./time";
import { toMigration, toRowRecord } from "./to-record";

const event = {
  ...{ event_id: "27021597764222979", user_id: 5161, session_id: 77 },
  ...{ time: "2026-11-01 10:00:00.250000", plan: "Pro", city: null },
};

function rowOf(
  kind: "event" | "users",
  row: Parameters<typeof toRowRecord>[1],
) {
  const outcome = toRowRecord(kind, row);
  if (!outcome.ok) throw new Error(outcome.message);
  return outcome.row;
}

describe("a row of Heap Connect", () => {
  it("is a Heap event as ingest knows it, with all other columns as properties", () => {
    const { key, userId, record } = rowOf("event", event);
    expect({ key, userId }).toEqual({
      ...{ key: "27021597764222979", userId: "5161" },
    });
    expect(record).toEqual({
      ...{ event_id: "27021597764222979", session_id: "77" },
      ...{ time: "2026-11-01T10:00:00.250Z", properties: { plan: "Pro" } },
    });
  });

  it("has the same content when a column appears that it has none of, or its user is another", () => {
    const { content } = rowOf("event", event);
    const later = { ...event, seats: null, user_id: 9, session_time: 12 };
    expect(rowOf("event", later).content).toBe(content);
    expect(rowOf("event", { ...event, plan: "Free" }).content).not.toBe(
      content,
    );
  });

  it("is a user with its traits", () => {
    const { key, record } = rowOf("users", {
      ...{ user_id: "1", identity: "ann@acme.io", email: "ann@acme.io" },
      ...{ joindate: 1_700_000_000_000_000, last_modified: null, seats: "3" },
    });
    expect(key).toBe("1");
    expect(record).toEqual({
      ...{ identity: "ann@acme.io", email: "ann@acme.io", handle: null },
      ...{ joindate: "2023-11-14T22:13:20.000Z", last_modified: null },
      properties: { seats: "3" },
    });
  });

  it("says what it lacks", () => {
    expect(toRowRecord("event", { user_id: 1 })).toEqual({
      ...{
        ok: false,
        message: "the column event_id is missing, or holds no id",
      },
    });
    expect(toRowRecord("event", { event_id: 1, user_id: "a\0b" })).toEqual({
      ...{
        ok: false,
        message: "the column user_id is missing, or holds no id",
      },
    });
    const long = "7".repeat(600);
    expect(toRowRecord("event", { event_id: long, user_id: 1 }).ok).toBe(false);
    expect(toMigration({ from_user_id: 1 })).toBeNull();
    expect(toMigration({ from_user_id: 1, to_user_id: long })).toBeNull();
  });
});

describe("a time of Heap Connect", () => {
  it.each([
    ["2026-11-01 10:00:00", "2026-11-01T10:00:00.000Z"],
    ["2026-11-01 10:00:00.123456 UTC", "2026-11-01T10:00:00.123Z"],
    ["2026-11-01T12:00:00+02:00", "2026-11-01T10:00:00.000Z"],
    ["2026-11-01", "2026-11-01T00:00:00.000Z"],
    [1_793_527_200, "2026-11-01T10:00:00.000Z"],
    [1_793_527_200_000, "2026-11-01T10:00:00.000Z"],
    [1_793_527_200_000_000, "2026-11-01T10:00:00.000Z"],
    ["1793527200000000", "2026-11-01T10:00:00.000Z"],
  ])("%s is %s", (value, expected) => {
    expect(toIsoTime(value)).toBe(expected);
  });

  it.each(["", "soon", "1970-01-01", "2026-13-01", 12, -1, true, null])(
    "%s is none",
    (value) => {
      expect(toIsoTime(value)).toBeNull();
    },
  );
});

describe("a table of Heap Connect", () => {
  it("is read after those that say who is who", () => {
    const names = ["sign_up", "users", "sessions", "user_migrations"];
    const order = inReadingOrder(names.map((name) => ({ name })));
    expect(order.map(({ name }) => name)).toEqual([
      ...["user_migrations", "users", "sessions", "sign_up"],
    ]);
    expect(kindOfTable("all_events")).toBe("skipped");
    expect(kindOfTable("constructor")).toBe("event");
  });

  it("has its event's name guessed by those that are known, else by its own", () => {
    expect(guessEventName("sign_up___completed", ["Sign Up - Completed"])).toBe(
      "Sign Up - Completed",
    );
    expect(guessEventName("sign_up___completed", [])).toBe("Sign Up Completed");
  });
});
