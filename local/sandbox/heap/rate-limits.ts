import { createBudgets } from "../limits/budgets";
import {
  BULK_EVENTS_PER_APP_MAX,
  BULK_EVENTS_PER_IDENTITY_MAX,
  BULK_WINDOW_MS,
  SINGLE_PER_IDENTITY_MAX,
  SINGLE_WINDOW_MS,
} from "./limits";

export type RateLimits = {
  /** Takes one request of this person, or answers false and takes nothing. */
  takeSingle(appId: string, person: string): boolean;
  /** Takes all events of a bulk call, one person each, or nothing. */
  takeBulk(appId: string, people: string[]): boolean;
  clear(): void;
};

/**
 * Heap's documented limits: single calls by person, bulk calls by person and by
 * app. What it does to a bulk call that is partly over is not documented; here
 * the whole call is refused.
 */
export function createRateLimits(now: () => number): RateLimits {
  const single = createBudgets(SINGLE_PER_IDENTITY_MAX, SINGLE_WINDOW_MS, now);
  const byPerson = createBudgets(
    BULK_EVENTS_PER_IDENTITY_MAX,
    BULK_WINDOW_MS,
    now,
  );
  const byApp = createBudgets(BULK_EVENTS_PER_APP_MAX, BULK_WINDOW_MS, now);

  return {
    takeSingle(appId, person) {
      const key = keyOf(appId, person);
      if (!single.fits(key, 1)) return false;
      single.spend(key, 1);
      return true;
    },
    takeBulk(appId, people) {
      const counts = new Map<string, number>();
      for (const person of people) {
        const key = keyOf(appId, person);
        counts.set(key, (counts.get(key) ?? 0) + 1);
      }
      const isFine =
        byApp.fits(appId, people.length) &&
        [...counts].every(([key, count]) => byPerson.fits(key, count));
      if (!isFine) return false;
      byApp.spend(appId, people.length);
      for (const [key, count] of counts) byPerson.spend(key, count);
      return true;
    },
    clear() {
      for (const budgets of [single, byPerson, byApp]) budgets.clear();
    },
  };
}

function keyOf(appId: string, person: string): string {
  return `${appId} ${person}`;
}
