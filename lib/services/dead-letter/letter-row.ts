import { z } from "zod";
import { DEAD_LETTER_CODES } from "../../sync/ledger";
import { asJson } from "../run/as-json";
import { REPLAYING_SQL } from "./filter";
import { LETTER_OUTCOMES, type DeadLetterDto } from "./schemas";

/** The columns of a dead letter `d`, as `LetterRow` reads them. */
export const LETTER_COLUMNS = `d.id, d.sync_id, d.run_id, d.connection_id, d.record_key, d.outcome, d.code, d.message, d.event, d.person,
  d.attempts, d.record, d.payload, d.response, d.created_at, d.resolved_at, d.resolution, d.resolved_by,
  CASE WHEN d.resolved_at IS NULL THEN ${REPLAYING_SQL} END AS replay_run_id`;

export const LetterRow = z.object({
  id: z.string(),
  sync_id: z.string().nullable(),
  run_id: z.string().nullable(),
  connection_id: z.string(),
  record_key: z.string(),
  outcome: z.enum(LETTER_OUTCOMES),
  code: z.enum(DEAD_LETTER_CODES),
  message: z.string(),
  event: z.string().nullable(),
  person: z.string().nullable(),
  attempts: z.number(),
  record: z.string(),
  payload: z.string().nullable(),
  response: z.string().nullable(),
  created_at: z.date(),
  resolved_at: z.date().nullable(),
  resolution: z.enum(["delivered", "filtered", "superseded"]).nullable(),
  resolved_by: z.string().nullable(),
  replay_run_id: z.string().nullable(),
});
export type LetterRow = z.infer<typeof LetterRow>;

export function toLetterDto(row: LetterRow): DeadLetterDto {
  const { id, outcome, code, message, event, person, attempts } = row;
  return {
    ...{ id, outcome, code, message, event, person, attempts },
    syncId: row.sync_id,
    runId: row.run_id,
    connectionId: row.connection_id,
    recordKey: row.record_key,
    payload: asJson(row.payload ?? row.record),
    response: row.response,
    createdAt: row.created_at.toISOString(),
    resolvedAt: row.resolved_at?.toISOString() ?? null,
    resolution: row.resolution,
    resolvedBy: row.resolved_by,
    replayRunId: row.replay_run_id,
  };
}
