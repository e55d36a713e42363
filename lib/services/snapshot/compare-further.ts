import type pg from "pg";
import { inTransaction } from "../../db";
import { isSnapshotSync, logStream } from "../../sync/snapshot";
import type { OpenRun } from "../delivery/open-run";
import type { Claim, Work } from "../delivery/work";
import { textArray, uuidArray } from "../inbox/binary-arrays";
import type { Comparison } from "./comparison";
import { judgePeople, type JudgedPerson } from "./judge-people";
import { comparisonUnderWay, openComparison } from "./open-comparison";
import { readPeople, type Person } from "./read-people";

/** The record key matters for ids only, which are not compared. */
const NO_KEY = "";

/**
 * Compares the next page of users with the snapshot of a sync that has one, and
 * appends those that differ to the sync's log: what was taken into the snapshot is
 * in the log, in one commit. Answers whether there was something to compare.
 */
export async function compareFurther(
  work: Work,
  claim: Claim,
  run: OpenRun,
): Promise<boolean> {
  if (!isSnapshotSync(work.definition)) return false;
  const comparison = await openComparison(work, claim, run.id);
  if (comparison === null) return false;
  const { connection } = work.definition.source;
  const people = await readPeople(connection, comparison);
  const judged = await judgePeople(
    (record) => work.decide(record, NO_KEY),
    people,
  );
  await inTransaction(async (client) => {
    // Whoever else compared this page meanwhile has moved on: then it is read anew.
    const open = await comparisonUnderWay(client, work, claim, run.id);
    if (
      open?.atKey !== comparison.atKey ||
      open.atChange !== comparison.atChange
    )
      return;
    if (judged.length === 0) await finish(client, work, comparison);
    else await take(client, work, comparison, judged);
  });
  return true;
}

type Counted = { difference: string; count: number };

async function take(
  client: pg.PoolClient,
  { sync, definition }: Work,
  { runId, mode }: Comparison,
  judged: readonly JudgedPerson[],
): Promise<void> {
  const { snapshot, source } = definition;
  const isResent = mode === "resend" || mode === "range";
  const { rows } = await client.query<Counted>({
    name: "take-snapshot",
    text: `SELECT * FROM data.take_snapshot($1, $2, $3, $4, $5, (now() AT TIME ZONE 'UTC')::date,
      $6, $7, $8, $9, $10, $11, $12)`,
    values: [
      ...[source.connection, logStream(definition, sync.id), sync.id, isResent],
      (snapshot?.onRemoved ?? "nothing") !== "nothing",
      ...columnsOf(source.connection, judged),
      judged.map(({ payload }) => (snapshot?.keepPayload ? payload : null)),
    ],
  });
  const last = judged.at(-1)?.person;
  const counts = Object.fromEntries(
    rows.map(({ difference, count }) => [difference, count]),
  );
  await client.query(
    `UPDATE data.comparison SET at_change = $2, at_key = $3, compared = compared + $4, added = added + $5,
       changed = changed + $6, removed = removed + $7, unchanged = unchanged + $8, left_out = left_out + $9 WHERE run_id = $1`,
    [
      ...[runId, last?.changed, last?.key, judged.length],
      ...["added", "changed", "removed", "unchanged", "left_out"].map(
        (difference) => counts[difference] ?? 0,
      ),
    ],
  );
}

const columnsOf = (connectionId: string, judged: readonly JudgedPerson[]) => [
  textArray(judged.map(({ person }) => person.key)),
  textArray(judged.map(({ kind }) => kind)),
  uuidArray(judged.map(({ hash }) => hash)),
  judged.map(({ person }) => person.changed),
  textArray(judged.map(({ person }) => recordKeyOf(connectionId, person))),
  textArray(judged.map(({ person }) => person.record)),
];

/** The same key that the user's record has in the stream. */
const recordKeyOf = (connectionId: string, { key }: Person) =>
  [connectionId, "users", "user", key].join(":");

/** All were looked at: the next run compares what changes from here on. */
async function finish(
  client: pg.PoolClient,
  { sync }: Work,
  { runId, mode, until }: Comparison,
): Promise<void> {
  await client.query(
    "UPDATE data.comparison SET finished_at = now() WHERE run_id = $1",
    [runId],
  );
  if (mode === "range") return;
  await client.query(
    "UPDATE data.snapshot_state SET version = $2, compared_to = $3 WHERE sync_id = $1",
    [sync.id, sync.version, until],
  );
}
