import { z } from "zod";
import { database } from "../../db";
import { badRequest } from "../../errors";
import {
  SyncDefinitionSchema,
  type SyncDefinition,
} from "../../sync/definition";
import { isSnapshotSync } from "../../sync/snapshot";
import type { VerbArgs } from "../context";
import { textArray, uuidArray } from "../inbox/binary-arrays";
import { prepareTrial } from "../sync/trial";
import { SCOPE_SQL, scopeValues, type Comparison } from "./comparison";
import { judgePeople, type JudgedPerson } from "./judge-people";
import { readPeople } from "./read-people";
import type { EstimateDto } from "./schemas";

/** Somebody waits for the answer. */
const ESTIMATE_MS_MAX = 5_000;

const EstimateInput = z.strictObject({
  /** The one that is handed in, else the draft. */
  definition: SyncDefinitionSchema.optional(),
});

type Scope = Omit<Comparison, "runId">;
type Counts = Omit<EstimateDto, "total" | "isExact" | "calls" | "trackedUsers">;

/**
 * What a run would send, were the definition published now: users as they are,
 * compared with what was sent last. Of many it is told by those who were compared
 * in some seconds. Nothing is sent or kept.
 */
export async function estimateRun({
  ctx,
  input,
}: VerbArgs<{ id: string; body?: unknown }>): Promise<EstimateDto> {
  const { definition: given } = EstimateInput.parse(input.body ?? {});
  const trial = await prepareTrial(ctx, input.id, given);
  const { definition, row } = trial;
  if (!isSnapshotSync(definition))
    throw badRequest(
      "Only of a sync that compares users it is known beforehand what a run will send.",
    );
  const { connection } = definition.source;
  const { scope, total } = await scopeOfAll(connection);
  const snapshotOf = (await isOfSnapshot(row.id, definition)) ? row.id : "";
  const counts = await countPages(connection, scope, async (people) =>
    countPage(snapshotOf, await judgePeople(trial.decide, people)),
  );
  return toEstimate(counts, definition, total);
}

/** Everybody who is there now. */
async function scopeOfAll(
  connectionId: string,
): Promise<{ scope: Scope; total: number }> {
  const { rows } = await database().pool.query<{ until: string }>(
    "SELECT data.inbox_barrier($1) AS until",
    [connectionId],
  );
  const scope: Scope = {
    ...{ mode: "everyone", since: "-1", until: rows[0]?.until ?? "0" },
    ...{ fromAt: null, toAt: null, atChange: "0", atKey: "" },
  };
  const counted = await database().pool.query<{ total: number }>(
    `SELECT count(*)::int AS total FROM data.heap_user u WHERE ${SCOPE_SQL}`,
    scopeValues(connectionId, scope),
  );
  return { scope, total: counted.rows[0]?.total ?? 0 };
}

/** Whether what a sync last sent came from where this definition reads, and went to where it sends. */
async function isOfSnapshot(
  syncId: string,
  { source, destination }: SyncDefinition,
): Promise<boolean> {
  const { rowCount } = await database().pool.query(
    `SELECT 1 FROM data.snapshot_state WHERE sync_id = $1 AND source_connection_id = $2 AND destination_connection_id = $3`,
    [syncId, source.connection, destination.connection],
  );
  return rowCount === 1;
}

async function countPages(
  connectionId: string,
  scope: Scope,
  count: (people: Awaited<ReturnType<typeof readPeople>>) => Promise<Counts>,
): Promise<Counts> {
  const endsAtMs = performance.now() + ESTIMATE_MS_MAX;
  let counts = NOBODY;
  let next = scope;
  while (performance.now() < endsAtMs) {
    const people = await readPeople(connectionId, next);
    const last = people.at(-1);
    if (last === undefined) break;
    counts = addCounts(counts, await count(people));
    next = { ...next, atKey: last.key };
  }
  return counts;
}

const NOBODY: Counts = {
  ...{ compared: 0, added: 0, changed: 0, removed: 0 },
  ...{ unchanged: 0, leftOut: 0, invalid: 0 },
};

const addCounts = (a: Counts, b: Counts): Counts => ({
  compared: a.compared + b.compared,
  added: a.added + b.added,
  changed: a.changed + b.changed,
  removed: a.removed + b.removed,
  unchanged: a.unchanged + b.unchanged,
  leftOut: a.leftOut + b.leftOut,
  invalid: a.invalid + b.invalid,
});

async function countPage(
  snapshotOf: string,
  judged: readonly JudgedPerson[],
): Promise<Counts> {
  const { rows } = await database().pool.query<{
    difference: string;
    ords: number[];
  }>(
    `SELECT difference, array_agg(ord::int) AS ords FROM data.snapshot_differences($1, false, $2, $3, $4) GROUP BY difference`,
    [
      snapshotOf,
      textArray(judged.map(({ person }) => person.key)),
      textArray(judged.map(({ kind }) => kind)),
      uuidArray(judged.map(({ hash }) => hash)),
    ],
  );
  const ords = new Map(rows.map((row) => [row.difference, row.ords]));
  const countOf = (difference: string) => ords.get(difference)?.length ?? 0;
  const sent = ["added", "changed"].flatMap((name) => ords.get(name) ?? []);
  return {
    compared: judged.length,
    ...{ added: countOf("added"), changed: countOf("changed") },
    ...{ removed: countOf("removed"), unchanged: countOf("unchanged") },
    leftOut: countOf("left_out"),
    invalid: sent.filter((ord) => judged[ord - 1]?.payload === null).length,
  };
}

function toEstimate(
  counts: Counts,
  { snapshot }: SyncDefinition,
  total: number,
): EstimateDto {
  const { compared } = counts;
  const ofAll = (count: number) =>
    compared === 0 ? 0 : Math.round((count / compared) * total);
  const { added, changed, removed, unchanged, leftOut, invalid } = counts;
  const told = (snapshot?.onRemoved ?? "nothing") === "nothing" ? 0 : removed;
  const calls = ofAll(added + changed - invalid + told);
  return {
    ...{ total, compared, isExact: compared >= total },
    ...{
      added: ofAll(added),
      changed: ofAll(changed),
      removed: ofAll(removed),
    },
    ...{ unchanged: ofAll(unchanged), leftOut: ofAll(leftOut) },
    ...{ invalid: ofAll(invalid), calls, trackedUsers: calls },
  };
}
