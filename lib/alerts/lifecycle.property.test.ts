import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { stepIncident, type Incident, type Send } from "./lifecycle";

const MINUTE_MS = 60_000;
const START = Date.parse("2026-11-02T08:00:00Z");

/** Minutes, each with what is found and whether it is muted. */
const history = fc.array(
  fc.record({
    verdict: fc.constantFrom("firing", "clean", "unknown"),
    isMuted: fc.boolean(),
    repeats: fc.integer({ min: 1, max: 3 }),
  }),
  { minLength: 1, maxLength: 60 },
);
const policies = fc.record({
  cooldownMs: fc.integer({ min: 0, max: 20 }).map((n) => n * MINUTE_MS),
  recoverMs: fc.integer({ min: 0, max: 4 }).map((n) => n * MINUTE_MS),
  remindMs: fc.option(
    fc.integer({ min: 5, max: 20 }).map((n) => n * MINUTE_MS),
  ),
});

type Sent = { send: Send; at: number; isMuted: boolean; incident: number };

/** Lives through a history; an evaluation may be made several times over. */
function live(
  minutes: readonly {
    verdict: "firing" | "clean" | "unknown";
    isMuted: boolean;
    repeats: number;
  }[],
  policy: Parameters<typeof stepIncident>[0]["policy"],
): Sent[] {
  const sent: Sent[] = [];
  let incident: Incident | null = null;
  let number = 0;
  let lastTriggeredAt: Date | null = null;
  minutes.forEach(({ verdict, isMuted, repeats }, minute) => {
    const now = new Date(START + minute * MINUTE_MS);
    for (let turn = 0; turn < repeats; turn += 1) {
      const known: Incident | null = incident;
      const next = stepIncident({
        ...{ incident: known, verdict, lastTriggeredAt, isMuted },
        ...{ isMutedAfter: isMuted, policy, now },
      });
      if (next.incident !== null && isAnother(known, next.incident))
        number += 1;
      if (turn > 0) expect(next.send).toBeNull();
      if (next.send !== null)
        sent.push({ send: next.send, at: minute, isMuted, incident: number });
      if (next.send === "trigger") lastTriggeredAt = now;
      incident = next.incident;
    }
  });
  return sent;
}

const isAnother = (known: Incident | null, next: Incident) =>
  known === null ||
  (known.recoveredAt !== null && next.openedAt > known.openedAt);

describe("an alert's life", () => {
  it("has at most one trigger and one recovery, never a recovery without its trigger", () => {
    fc.assert(
      fc.property(history, policies, (minutes, policy) => {
        const sent = live(minutes, policy);
        for (const number of new Set(sent.map(({ incident }) => incident))) {
          const sends = sent
            .filter(({ incident }) => incident === number)
            .map(({ send }) => send);
          expect(sends[0]).toBe("trigger");
          expect(sends.filter((send) => send === "trigger")).toHaveLength(1);
          const ends = sends.filter((send) => send === "resolve");
          expect(ends.length).toBeLessThanOrEqual(1);
          if (ends.length === 1) expect(sends.at(-1)).toBe("resolve");
        }
      }),
      { numRuns: 500 },
    );
  });

  it("says nothing while it is muted", () => {
    fc.assert(
      fc.property(history, policies, (minutes, policy) => {
        expect(live(minutes, policy).some(({ isMuted }) => isMuted)).toBe(
          false,
        );
      }),
    );
  });

  it("keeps the cool-down between triggers, and reminds only when asked to", () => {
    fc.assert(
      fc.property(history, policies, (minutes, policy) => {
        const sent = live(minutes, policy);
        const triggers = sent.filter(({ send }) => send === "trigger");
        triggers.forEach(({ at }, index) => {
          const before = triggers[index - 1];
          if (before !== undefined)
            expect((at - before.at) * MINUTE_MS).toBeGreaterThanOrEqual(
              policy.cooldownMs,
            );
        });
        if (policy.remindMs === null)
          expect(sent.some(({ send }) => send === "reminder")).toBe(false);
      }),
    );
  });

  it("recovers once all was well for as long as the rule says, not at the first good minute", () => {
    const steps = ["firing", "clean", "firing", "clean", "clean", "clean"];
    const sent = live(
      steps.map((verdict) => ({
        verdict: verdict as "firing" | "clean",
        ...{ isMuted: false, repeats: 1 },
      })),
      { cooldownMs: 0, recoverMs: 2 * MINUTE_MS, remindMs: null },
    );
    expect(sent).toMatchObject([
      { send: "trigger", at: 0, incident: 1 },
      { send: "resolve", at: 5, incident: 1 },
    ]);
  });
});
