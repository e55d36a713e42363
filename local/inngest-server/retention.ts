import type { Database } from "./database";

const KEPT_HOURS = 48;
const BATCH_ROWS = 1_000;

const STATEMENTS = [
  `DELETE FROM inngest_local.runs WHERE id IN (SELECT id FROM inngest_local.runs
     WHERE ended_at < now() - make_interval(hours => $1) LIMIT $2)`,
  `DELETE FROM inngest_local.events WHERE id IN (SELECT id FROM inngest_local.events
     WHERE received_at < now() - make_interval(hours => $1) LIMIT $2)`,
  `DELETE FROM inngest_local.dedupe WHERE (function_id, given_id) IN
     (SELECT function_id, given_id FROM inngest_local.dedupe
      WHERE expires_at < now() AND $1 >= 0 LIMIT $2)`,
];

/** Removes ended runs with their steps, and events, two days after, in small batches. Returns the number of rows. */
export async function pruneOld(
  database: Database,
  keptHours = KEPT_HOURS,
): Promise<number> {
  let removed = 0;
  for (const statement of STATEMENTS) {
    for (;;) {
      const { rowCount } = await database.query(statement, [
        keptHours,
        BATCH_ROWS,
      ]);
      removed += rowCount ?? 0;
      if ((rowCount ?? 0) < BATCH_ROWS) break;
    }
  }
  return removed;
}
