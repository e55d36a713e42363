import type { Catalog } from "./catalog";
import { transaction } from "./database";
import type { Database } from "./database";
import { finishRun } from "./finish-run";

type RunRow = {
  id: string;
  function_id: string;
  event_id: string;
  status: string;
  started_at: Date;
  ended_at: Date | null;
  output: unknown;
};

const RUNS_MAX = 1_000;
const COLUMNS =
  "r.id, r.function_id, r.event_id, r.status, r.started_at, r.ended_at, r.output";

/** The runs that an event started, by the server's id of the event or by the sender's. */
export async function findEventRuns(
  database: Database,
  catalog: Catalog,
  eventId: string,
): Promise<unknown[]> {
  const { rows } = await database.query<RunRow>(
    `SELECT ${COLUMNS} FROM inngest_local.runs AS r WHERE event_id = $1 OR event_id IN
       (SELECT id FROM inngest_local.events WHERE given_id = $1)
     ORDER BY r.id LIMIT ${RUNS_MAX}`,
    [eventId],
  );
  return rows.map((row) => describe(catalog, row));
}

/** One run, with the names of its finished steps; null when there is none. */
export async function findRun(
  database: Database,
  catalog: Catalog,
  runId: string,
): Promise<unknown> {
  const { rows } = await database.query<RunRow>(
    `SELECT ${COLUMNS} FROM inngest_local.runs AS r WHERE id = $1`,
    [runId],
  );
  const row = rows[0];
  if (row === undefined) return null;
  const steps = await database.query<{ name: string }>(
    "SELECT name FROM inngest_local.steps WHERE run_id = $1 ORDER BY position",
    [runId],
  );
  return {
    ...describe(catalog, row),
    steps: steps.rows.map(({ name }) => name),
  };
}

/** Cancels a run; a call in flight goes on, but its answer is dropped. False when there is no such run; one that has ended stays as it is. */
export async function cancelRun(
  database: Database,
  catalog: Catalog,
  runId: string,
): Promise<boolean> {
  return transaction(database, async (tx) => {
    const { rows } = await tx.query<RunRow & { event: { name: string } }>(
      `SELECT ${COLUMNS}, r.event FROM inngest_local.runs AS r WHERE id = $1 FOR UPDATE`,
      [runId],
    );
    const run = rows[0];
    if (run?.status === "Running") {
      await finishRun(tx, catalog, run, { status: "Cancelled" });
    }
    return run !== undefined;
  });
}

function describe(catalog: Catalog, row: RunRow) {
  return {
    run_id: row.id,
    function_id: catalog.get(row.function_id)?.slug ?? row.function_id,
    event_id: row.event_id,
    status: row.status,
    run_started_at: row.started_at.toISOString(),
    ended_at: row.ended_at?.toISOString() ?? null,
    output: row.output,
  };
}
