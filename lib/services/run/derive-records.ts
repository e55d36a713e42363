import { sha256Bytes } from "../../crypto";
import { database } from "../../db";
import type { Run } from "../../generated/prisma/client";
import { isJsonObject } from "../../shared/json";
import { parseLossless } from "../../shared/lossless-json";
import { compileDecision, personOf } from "../../sync/decide";
import type { SyncDefinition } from "../../sync/definition";
import type { Page } from "../page";
import { definitionOfVersion } from "../sync/lifecycle";
import { planPolicy } from "../tracking-plan/policy";
import { asJson } from "./dead-letters";
import type { RunRecordDto } from "./schemas";

type DerivedRow = {
  id: string;
  record_key: string;
  received_at: Date;
  event: string;
  payload: string;
  chunk: number;
  plan_revision: number | null;
};

type Decide = ReturnType<typeof compileDecision>;

/** How many records one answer may look at; the rest comes with the next page. */
const DERIVED_BATCH = 500;
const DERIVED_BATCHES_MAX = 20;

/**
 * Only exceptions have rows: that a record was delivered or filtered is derived
 * from the range of its chunk, by deciding over it again with the same version.
 */
export async function deriveRecords(
  run: Run,
  input: { limit: number; cursor: string | null; q: string | null },
  outcome: "delivered" | "filtered",
): Promise<Page<RunRecordDto>> {
  const definition = await definitionOfVersion(run.syncId, run.version);
  const decisions = new Map<number | null, Decide>();
  const decideBy = async (revision: number | null): Promise<Decide> => {
    const known = decisions.get(revision);
    if (known !== undefined) return known;
    const made = await compileFor(run, definition, revision);
    decisions.set(revision, made);
    return made;
  };
  const data: RunRecordDto[] = [];
  let after = input.cursor;
  for (let batch = 0; batch < DERIVED_BATCHES_MAX; batch += 1) {
    const rows = await readDerived(run, definition, after, input.q);
    for (const row of rows) {
      if (data.length === input.limit) return { data, nextCursor: after };
      const record = derive(row, await decideBy(row.plan_revision));
      after = row.id;
      if (record.outcome === outcome) data.push(record);
    }
    if (rows.length < DERIVED_BATCH) return { data, nextCursor: null };
  }
  return { data, nextCursor: after };
}

/** The decision as it was: by the tracking plan's revision that judged the chunk. */
async function compileFor(
  run: Run,
  definition: SyncDefinition,
  revision: number | null,
): Promise<Decide> {
  const plan =
    revision === null
      ? null
      : await planPolicy(run.workspaceId, definition, revision);
  return compileDecision(definition, {
    workspaceId: run.workspaceId,
    syncId: run.syncId,
    destinationConnectionId: definition.destination.connection,
    sha256: sha256Bytes,
    plan: plan?.policy ?? null,
  });
}

async function readDerived(
  run: Run,
  { source }: SyncDefinition,
  after: string | null,
  q: string | null,
): Promise<DerivedRow[]> {
  const { rows } = await database().pool.query<DerivedRow>(
    `SELECT i.id, i.record_key, i.received_at, i.event, i.payload::text AS payload, c.number AS chunk, c.plan_revision
     FROM data.inbox i JOIN chunks c ON c.run_id = $1 AND c.kind = 'read' AND i.id > c.from_position AND i.id <= c.to_position
     WHERE i.connection_id = $2 AND i.stream = $3 AND ($4::bigint IS NULL OR i.id > $4)
       AND ($6::text IS NULL OR position(lower($6) IN lower(concat_ws(' ', i.record_key, i.payload::text))) > 0)
       AND NOT EXISTS (SELECT 1 FROM data.dead_letter d WHERE d.run_id = $1 AND d.inbox_id = i.id)
       AND NOT EXISTS (SELECT 1 FROM data.pending p WHERE p.run_id = $1 AND p.inbox_id = i.id)
     ORDER BY i.id LIMIT $5`,
    [run.id, source.connection, source.stream, after, DERIVED_BATCH, q],
  );
  return rows;
}

function derive(row: DerivedRow, decide: Decide): RunRecordDto {
  const value = parseLossless(row.payload);
  const record = isJsonObject(value) ? value : {};
  const decision = decide(record, row.record_key);
  return {
    recordKey: row.record_key,
    at: row.received_at.toISOString(),
    outcome: decision.outcome === "filtered" ? "filtered" : "delivered",
    person: personOf(record),
    event: row.event,
    attempts: decision.outcome === "send" ? 1 : 0,
    code: null,
    message: null,
    record,
    payload: decision.outcome === "send" ? asJson(decision.text) : null,
    response: null,
    chunk: row.chunk,
  };
}
