import pg from "pg";
import { givenTask, sendAnswer } from "../in-processes";
import { APPEND, appendValues } from "../stack/events";
import { inLanes } from "./in-lanes";
import type { IngestTask } from "./task";

// The same statements with the same batches, without our app: the values are
// made before the clock starts. Answers records a second, all of them committed.
const { databaseUrl, connectionId, from, records, ...task } =
  givenTask() as IngestTask;
const { recordsPerRequest, connections } = task;
const batches = Array.from({ length: records / recordsPerRequest }, (_, at) =>
  appendValues(connectionId, from + at * recordsPerRequest, recordsPerRequest),
);
const pool = new pg.Pool({ connectionString: databaseUrl, max: connections });
await Promise.all(
  Array.from({ length: connections }, () => pool.query("SELECT pg_sleep(0.1)")),
);
const tookMs = await inLanes(connections, batches, async (values) => {
  const { rows } = await pool.query<{ taken: number[] }>(APPEND, values);
  if (rows[0]?.taken.length !== recordsPerRequest)
    throw new Error("Records were taken for repeats");
});
sendAnswer((records * 1_000) / tookMs);
