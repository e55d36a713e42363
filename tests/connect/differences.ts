import type { AvroRow, openBucket } from "./read-bucket";
import type { Dump } from "./scene";

const FIXED = ["users", "user_migrations"];

export const isOfEvents = ({ name }: { name: string }) => !FIXED.includes(name);

type Bucket = Pick<ReturnType<typeof openBucket>, "rows">;

const toText = (row: AvroRow, without: readonly string[] = []) =>
  JSON.stringify(
    Object.entries(row)
      .filter(([name, value]) => value !== null && !without.includes(name))
      .toSorted(),
  );

/** What a dump says that the first one did not, told by nothing but the files. */
export async function differences(bucket: Bucket, first: Dump, second: Dump) {
  const both = async (table: string) => ({
    old: await bucket.rows(first.dumpId, table),
    now: await bucket.rows(second.dumpId, table),
  });
  const seen = new Set<unknown>();
  const events: string[] = [];
  for (const { name } of first.tables.filter(isOfEvents)) {
    const { old, now } = await both(name);
    for (const row of old) seen.add(row.user_id);
    const known = new Map(
      old.map((row) => [row.event_id, toText(row, ["user_id"])]),
    );
    for (const row of now)
      if (known.get(row.event_id ?? "") !== toText(row, ["user_id"]))
        events.push(String(row.event_id));
  }
  const migrations = await both("user_migrations");
  const from = new Set(
    [...migrations.old, ...migrations.now].map((row) => row.from_user_id),
  );
  const told = new Set(migrations.old.map((row) => toText(row)));
  const people = await both("users");
  const knownUsers = new Set(people.old.map((row) => toText(row)));
  return {
    events: events.toSorted(),
    users: people.now
      .filter(
        (row) => !knownUsers.has(toText(row)) && !from.has(row.user_id ?? ""),
      )
      .map((row) => String(row.user_id))
      .toSorted(),
    merges: migrations.now
      .filter((row) => !told.has(toText(row)) && seen.has(row.from_user_id))
      .map((row) => `${row.from_user_id}>${row.to_user_id}`)
      .toSorted(),
  };
}
