import { describe, expect, it } from "vitest";
import { playSignup } from "./signup";

const endsAt = Date.parse("2026-11-01T12:00:00.000Z");

function play(input: { users?: number; events?: number; seed?: number } = {}) {
  return [...playSignup({ users: 20, events: 400, seed: 1, endsAt, ...input })];
}

describe("the scenario signup", () => {
  it("is the same to the byte for the same seed, and another for another", () => {
    expect(JSON.stringify(play())).toBe(JSON.stringify(play()));
    expect(play({ seed: 2 })[0]?.user_id).not.toBe(play()[0]?.user_id);
  });

  it("moves only its times when it ends at another moment", () => {
    const later = endsAt + 86_400_000;
    const moved = [
      ...playSignup({ users: 20, events: 400, seed: 1, endsAt: later }),
    ];
    const timeless = (records: ReturnType<typeof play>) =>
      records.map((record) => ({ ...record, time: "" }));
    expect(timeless(moved)).toEqual(timeless(play()));
    expect(Date.parse(moved[0]?.time ?? "")).toBe(
      Date.parse(play()[0]?.time ?? "") + 86_400_000,
    );
  });

  it("never uses an event id twice, in no seed", () => {
    const ids = [...play(), ...play({ seed: 2 }), ...play({ seed: 3 })].map(
      ({ event_id }) => event_id,
    );
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.every((id) => /^\d{17,}$/.test(id))).toBe(true);
  });

  it("brings everybody, with numbers that Heap could have given", () => {
    const people = new Set(play().map(({ user_id }) => user_id));
    expect(people.size).toBe(20);
    for (const id of people) {
      expect(BigInt(id) < 2n ** 53n).toBe(true);
    }
  });

  it("knows who somebody is from the moment that they have signed up", () => {
    const all = play();
    for (const id of new Set(all.map(({ user_id }) => user_id))) {
      const records = all.filter(({ user_id }) => user_id === id);
      const signedUp = records.findIndex(
        ({ event }) => event === "Sign Up - Completed",
      );
      records.forEach(({ identity }, at) => {
        const isKnown = signedUp !== -1 && at >= signedUp;
        expect(identity !== undefined).toBe(isKnown);
      });
    }
  });

  it("leaves some anonymous and gives the others an address of a company", () => {
    const records = play();
    const known = records.flatMap(({ identity }) => identity ?? []);
    expect(known.length).toBeGreaterThan(100);
    expect(known.length).toBeLessThan(records.length);
    for (const identity of known) {
      expect(identity).toMatch(/^[a-z.]+\d*@[a-z-]+\.example$/);
    }
  });

  it("goes forward in time and ends where it should", () => {
    const times = play().map(({ time }) => Date.parse(time));
    expect(times).toEqual(times.toSorted((a, b) => a - b));
    expect(times.at(-1)).toBeLessThanOrEqual(endsAt);
  });

  it("begins a new session after half an hour of silence", () => {
    const records = play({ users: 3, events: 5_000 });
    const seen = new Map<string, { at: number; session: string }>();
    for (const { user_id, session_id, time } of records) {
      const last = seen.get(user_id);
      const at = Date.parse(time);
      if (last) {
        expect(session_id === last.session).toBe(at - last.at <= 1_800_000);
      }
      seen.set(user_id, { at, session: session_id });
    }
  });

  it("tells the journey of a sign-up", () => {
    const names = new Set(play().map(({ event }) => event));
    for (const name of [
      "Sign Up - Started",
      "Sign Up - Completed",
      "Onboarding Started",
      "Invite Sent",
      "Paywall Viewed",
      "Report Shared",
    ]) {
      expect(names).toContain(name);
    }
  });
});
