import { z } from "zod";
import { database } from "../../db";
import type { Run } from "../../generated/prisma/client";
import type { VerbArgs } from "../context";
import { PageInput, paginate, type Page } from "../page";
import { asJson } from "./as-json";
import { deriveRecords } from "./derive-records";
import { findRun } from "./read";
import {
  RECORD_OUTCOMES,
  type RecordOutcome,
  type RunRecordDto,
} from "./schemas";

export const ListRecordsInput = PageInput.extend({
  runId: z.string(),
  outcome: z.enum(RECORD_OUTCOMES).default("rejected"),
  /** Part of a record's key or of a person's id; of what arrived, where that is searched. */
  q: z.string().trim().max(200).nullable().default(null),
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
  { limit, cursor, q }: Input,
  outcome: RecordOutcome,
): Promise<Page<RunRecordDto>> {
  const { rows } = await database().pool.query<FailedRow>(
    `SELECT * FROM data.dead_letter WHERE run_id = $1 AND outcome = $2 AND ($3::text IS NULL OR id > $3)
       AND ($5::text IS NULL OR position(lower($5) IN lower(concat_ws(' ', record_key, person))) > 0)
     ORDER BY id LIMIT $4`,
    [run.id, outcome, cursor, limit + 1, q],
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
  record: string | null;
};

async function listPending(
  run: Run,
  { limit, cursor, q }: Input,
): Promise<Page<RunRecordDto>> {
  const { rows } = await database().pool.query<PendingRow>(
    `SELECT p.*, i.payload::text AS record FROM data.pending p LEFT JOIN data.inbox i ON i.id = p.inbox_id
     WHERE p.run_id = $1 AND ($2::bigint IS NULL OR p.id > $2)
       AND ($4::text IS NULL OR position(lower($4) IN lower(concat_ws(' ', p.record_key, p.person))) > 0)
     ORDER BY p.id LIMIT $3`,
    [run.id, cursor, limit + 1, q],
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
      record: asJson(row.record ?? row.message),
      payload: asJson(row.message),
      response: null,
      chunk: row.chunk,
    }),
  );
}
