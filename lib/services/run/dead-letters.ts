import { z } from "zod";
import { database } from "../../db";
import { DEAD_LETTER_CODES } from "../../sync/ledger";
import type { VerbArgs } from "../context";
import { PageInput, paginate, type Page } from "../page";
import type { DeadLetterDto } from "./schemas";

export const ListDeadLettersInput = PageInput.extend({
  syncId: z.string().nullable().default(null),
  runId: z.string().nullable().default(null),
  code: z.enum(DEAD_LETTER_CODES).nullable().default(null),
});

const Row = z.object({
  id: z.string(),
  sync_id: z.string().nullable(),
  run_id: z.string().nullable(),
  record_key: z.string(),
  code: z.enum(DEAD_LETTER_CODES),
  message: z.string(),
  attempts: z.number(),
  record: z.string(),
  payload: z.string().nullable(),
  response: z.string().nullable(),
  created_at: z.date(),
  resolved_at: z.date().nullable(),
});

/** Newest first; what ingest refused has neither sync nor run. */
export async function listDeadLetters({
  ctx,
  input,
}: VerbArgs<z.infer<typeof ListDeadLettersInput>>): Promise<
  Page<DeadLetterDto>
> {
  const { rows } = await database().pool.query(
    `SELECT id, sync_id, run_id, record_key, code, message, attempts, record, payload, response, created_at, resolved_at
     FROM data.dead_letter
     WHERE workspace_id = $1 AND ($2::text IS NULL OR sync_id = $2) AND ($3::text IS NULL OR run_id = $3)
       AND ($4::text IS NULL OR code = $4) AND ($5::text IS NULL OR id < $5)
     ORDER BY id DESC LIMIT $6`,
    [
      ctx.workspaceId,
      input.syncId,
      input.runId,
      input.code,
      input.cursor,
      input.limit + 1,
    ],
  );
  return paginate(z.array(Row).parse(rows), input.limit, ({ id }) => id, toDto);
}

function toDto(row: z.infer<typeof Row>): DeadLetterDto {
  return {
    id: row.id,
    syncId: row.sync_id,
    runId: row.run_id,
    recordKey: row.record_key,
    code: row.code,
    message: row.message,
    attempts: row.attempts,
    payload: asJson(row.payload ?? row.record),
    response: row.response,
    createdAt: row.created_at.toISOString(),
    resolvedAt: row.resolved_at?.toISOString() ?? null,
  };
}

/** What ingest refused may be no JSON: then it is shown as the text it is. */
export function asJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}
