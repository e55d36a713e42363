import { inTransaction } from "../../db";
import { eventsOf, type TraitDefinition } from "../../traits/definition";
import { requireFeed, type Feed } from "./feed-state";

/** So much later than it should a trait may let go of an event. */
const AGE_EVERY_MS = 10 * 60_000;
/** By so much the clocks of those who compute may differ. */
const OVERLAP_MINUTES = 5;

/**
 * Marks whoever has an event that has fallen out of a trait's window since it
 * was last looked at. What is computed anew by then is right all the same.
 */
export async function markAged(
  feed: Feed,
  definitions: readonly TraitDefinition[],
  now: Date,
): Promise<void> {
  const dueMs = (feed.agedAt?.getTime() ?? 0) + AGE_EVERY_MS;
  if (now.getTime() < dueMs) return;
  await inTransaction(async (client) => {
    const { connectionId, agedAt } = await requireFeed(client, feed);
    for (const { days, events } of windowsOf(definitions))
      await client.query(
        `INSERT INTO data.event_dirty (connection_id, person)
         SELECT DISTINCT $1, person FROM data.event WHERE connection_id = $1 AND NOT is_gone AND ($5::text[] IS NULL OR event = ANY($5))
           AND time > $2::timestamptz - make_interval(hours => $4::int * 24, mins => ${OVERLAP_MINUTES})
           AND time <= $3::timestamptz - make_interval(hours => $4::int * 24)`,
        [connectionId, agedAt ?? now, now, days, events],
      );
    await client.query(
      "UPDATE data.event_feed SET aged_at = $2 WHERE connection_id = $1",
      [connectionId, now],
    );
  });
}

type Window = { days: number; events: readonly string[] | null };

/** Each length of a window once, with all events that are looked at through it; null: any. */
function windowsOf(definitions: readonly TraitDefinition[]): Window[] {
  const byDays = new Map<number, Window["events"]>();
  for (const definition of definitions) {
    const days = definition.in?.days;
    if (days === undefined) continue;
    const events = eventsOf(definition);
    const known = byDays.get(days);
    const joined = known && events ? [...known, ...events] : null;
    byDays.set(days, known === undefined ? events : joined);
  }
  return [...byDays].map(([days, events]) => ({ days, events }));
}
