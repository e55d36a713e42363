import { database } from "../../db";
import type { OutCall } from "./decide-record";
import type { Work } from "./work";

/** Splits new calls into those that may go and those behind a pending one of their person. */
export async function holdBehind(
  { sync, definition }: Work,
  calls: OutCall[],
): Promise<{ free: OutCall[]; behind: OutCall[] }> {
  if (definition.delivery.order === "none") return { free: calls, behind: [] };
  const { pool } = database();
  const pending = await pool.query(
    "SELECT 1 FROM data.pending WHERE sync_id = $1 LIMIT 1",
    [sync.id],
  );
  // Nearly always: then the people of the chunk need not travel.
  if (pending.rowCount === 0) return { free: calls, behind: [] };
  const people = [...new Set(calls.map(({ person }) => person))];
  const { rows } = await pool.query<{ person: string }>(
    `SELECT person FROM unnest($2::text[]) AS t (person)
     WHERE EXISTS (SELECT 1 FROM data.pending p WHERE p.sync_id = $1 AND p.person = t.person)`,
    [sync.id, people],
  );
  const waiting = new Set(rows.map(({ person }) => person));
  const isWaiting = ({ person }: OutCall) =>
    person !== null && waiting.has(person);
  return {
    free: calls.filter((call) => !isWaiting(call)),
    behind: calls.filter(isWaiting),
  };
}
