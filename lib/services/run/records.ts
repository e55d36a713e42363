import { z } from "zod";
import { sha256Bytes } from "../../crypto";
import { database } from "../../db";
import type { Run } from "../../generated/prisma/client";
import { isJsonObject } from "../../shared/json";
import { parseLossless } from "../../shared/lossless-json";
import { compileDecision, personOf } from "../../sync/decide";
import type { VerbArgs } from "../context";
import { PageInput, paginate, type Page } from "../page";
import { definitionOfVersion } from "../sync/lifecycle";
import { asJson } from "./dead-letters";
import { findRun } from "./read";
import {
  RECORD_OUTCOMES,
  type RecordOutcome,
  type RunRecordDto,
} from "./schemas";

export const ListRecordsInput = PageInput.extend({
  runId: z.string(),
  outcome: z.enum(RECORD_OUTCOMES).default("rejected"),
});
type Input = z.infer<typeof ListRecordsInput>;

/** The records of a run with one outcome. */
export async function listRunRecords({
  ctx,
  input,
}: VerbArgs<Input>): Promise<Page<RunRecordDto>> {
  const run = await findRun(ctx, input.runId);
  if (input.outcome === "pending") return listPending(run, input);
  if (input.outcome === "invalid" || input.outcome === "rejected")
    return listFailed(run, input, input.outcome);
  return deriveRecords(run, input, input.outcome);
}

type FailedRow = {
  id: string;
  record_key: string;
  created_at: Date;
  person: string | null;
  event: string | null;
  attempts: number;
  code: RunRecordDto["code"];
  message: string;
  record: string;
  payload: string | null;
  response: string | null;
  chunk: number | null;
};

async function listFailed(
  run: Run,
  { limit, cursor }: Input,
  outcome: RecordOutcome,
): Promise<Page<RunRecordDto>> {
  const { rows } = await database().pool.query<FailedRow>(
    `SELECT * FROM data.dead_letter WHERE run_id = $1 AND outcome = $2 AND ($3::text IS NULL OR id > $3) ORDER BY id LIMIT $4`,
    [run.id, outcome, cursor, limit + 1],
  );
  return paginate(
    rows,
    limit,
    ({ id }) => id,
    (row) => ({
      recordKey: row.record_key,
      at: row.created_at.toISOString(),
      outcome,
      person: row.person,
      event: row.event,
      attempts: row.attempts,
      code: row.code,
      message: row.message,
      record: asJson(row.record),
      payload: row.payload === null ? null : asJson(row.payload),
      response: row.response,
      chunk: row.chunk,
    }),
  );
}

type PendingRow = {
  id: string;
  record_key: string;
  created_at: Date;
  person: string | null;
  event: string;
  attempts: number;
  message: string;
  last_error: string | null;
  chunk: number;
};

async function listPending(
  run: Run,
  { limit, cursor }: Input,
): Promise<Page<RunRecordDto>> {
  const { rows } = await database().pool.query<PendingRow>(
    `SELECT * FROM data.pending WHERE run_id = $1 AND ($2::bigint IS NULL OR id > $2) ORDER BY id LIMIT $3`,
    [run.id, cursor, limit + 1],
  );
  return paginate(
    rows,
    limit,
    ({ id }) => id,
    (row) => ({
      recordKey: row.record_key,
      at: row.created_at.toISOString(),
      outcome: "pending",
      person: row.person,
      event: row.event,
      attempts: row.attempts,
      code: null,
      message: row.last_error,
      record: asJson(row.message),
      payload: asJson(row.message),
      response: null,
      chunk: row.chunk,
    }),
  );
}

type DerivedRow = {
  id: string;
  record_key: string;
  received_at: Date;
  event: string;
  payload: string;
  chunk: number;
};

/**
 * Only exceptions have rows: that a record was delivered or filtered is derived
 * from the range of its chunk, by deciding over it again with the same version.
 */
async function deriveRecords(
  run: Run,
  { limit, cursor }: Input,
  outcome: "delivered" | "filtered",
): Promise<Page<RunRecordDto>> {
  const definition = await definitionOfVersion(run.syncId, run.version);
  const decide = compileDecision(definition, {
    workspaceId: run.workspaceId,
    syncId: run.syncId,
    destinationConnectionId: definition.destination.connection,
    sha256: sha256Bytes,
  });
  const { rows } = await database().pool.query<DerivedRow>(
    `SELECT i.id, i.record_key, i.received_at, i.event, i.payload::text AS payload, c.number AS chunk
     FROM data.inbox i JOIN chunks c ON c.run_id = $1 AND c.kind = 'read' AND i.id > c.from_position AND i.id <= c.to_position
     WHERE i.connection_id = $2 AND i.stream = $3 AND ($4::bigint IS NULL OR i.id > $4)
       AND NOT EXISTS (SELECT 1 FROM data.dead_letter d WHERE d.run_id = $1 AND d.inbox_id = i.id)
       AND NOT EXISTS (SELECT 1 FROM data.pending p WHERE p.run_id = $1 AND p.inbox_id = i.id)
     ORDER BY i.id LIMIT $5`,
    [
      run.id,
      definition.source.connection,
      definition.source.stream,
      cursor,
      limit + 1,
    ],
  );
  const page = paginate(
    rows,
    limit,
    ({ id }) => id,
    (row) => derive(row, decide),
  );
  return {
    ...page,
    data: page.data.filter((record) => record.outcome === outcome),
  };
}

function derive(
  row: DerivedRow,
  decide: ReturnType<typeof compileDecision>,
): RunRecordDto {
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
