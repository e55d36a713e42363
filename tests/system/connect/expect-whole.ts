import { expect } from "vitest";
import type { ImportOutcome } from "./import-under-fire";

/** Everything that the dumps hold was delivered, under as many message ids, and nothing else. */
export function expectWhole({
  expected: { first, second },
  ledgers,
  distinctIds,
}: ImportOutcome): void {
  const all = (count: number) => ({
    ...{ read: count, delivered: count },
    ...{ filtered: 0, invalid: 0, rejected: 0, pending: 0 },
  });
  expect(ledgers.first).toEqual({
    events: all(first.events),
    users: all(first.users),
    merges: all(first.merges),
  });
  expect(distinctIds.first).toBe(first.events + first.users + first.merges);
  expect(second.merges).toBeGreaterThan(0);
  expect(ledgers.second).toEqual({
    events: all(first.events + second.events),
    users: all(first.users + second.users),
    merges: all(first.merges + second.merges),
  });
  expect(distinctIds.second - distinctIds.first).toBe(
    second.events + second.users + second.merges,
  );
}
