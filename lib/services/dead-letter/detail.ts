import { z } from "zod";
import { database } from "../../db";
import { notFound } from "../../errors";
import type { Context, VerbArgs } from "../context";
import { LETTER_COLUMNS, LetterRow, toLetterDto } from "./letter-row";
import type { LetterDetailDto } from "./schemas";

const HISTORY_MAX = 20;

const DetailRow = LetterRow.extend({
  edited: z.string().nullable(),
  arrived: z.string().nullable(),
  /** In its message id. */
  generation: z.number(),
  run_number: z.number().nullable(),
  run_version: z.number().nullable(),
  resolver_number: z.number().nullable(),
  replay_number: z.number().nullable(),
});
type DetailRow = z.infer<typeof DetailRow>;

/** One dead letter with what arrived, what was answered, and how its record fared in other runs. */
export async function getDeadLetter({
  ctx,
  input,
}: VerbArgs<{ id: string }>): Promise<LetterDetailDto> {
  const row = await findLetter(ctx, input.id);
  return {
    ...toLetterDto(row),
    run: refOf(row.run_id, row.run_number, { version: row.run_version ?? 0 }),
    resolvedByRun: refOf(row.resolved_by, row.resolver_number, {}),
    replayRun: refOf(row.replay_run_id, row.replay_number, {}),
    ...recordOf(row),
    isPoison: row.code === "rejected_by_destination",
    notReplayable: whyNotReplayable(row),
    history: await historyOf(row),
  };
}

/** A letter with what is kept of its record. Throws when it is not in the workspace. */
export async function findLetter(ctx: Context, id: string): Promise<DetailRow> {
  const { rows } = await database().pool.query(
    `SELECT one.*, r.number AS run_number, r.version AS run_version, resolver.number AS resolver_number, replay.number AS replay_number
     FROM (SELECT ${LETTER_COLUMNS}, edited.record AS edited, kept.payload AS arrived, d.generation::float8 AS generation
       FROM data.dead_letter d
       LEFT JOIN data.replay_item edited ON edited.run_id = d.run_id AND edited.record_key = d.record_key
       LEFT JOIN LATERAL (SELECT payload::text AS payload FROM data.inbox WHERE id = d.inbox_id LIMIT 1) kept ON true
       WHERE d.workspace_id = $1 AND d.id = $2) one
     LEFT JOIN runs r ON r.id = one.run_id
     LEFT JOIN runs resolver ON resolver.id = one.resolved_by
     LEFT JOIN runs replay ON replay.id = one.replay_run_id`,
    [ctx.workspaceId, id],
  );
  if (rows.length === 0) throw notFound("dead letter");
  return DetailRow.parse(rows[0]);
}

/** What a retry begins with: the record as edited before, as it arrived, or else the call. */
export function recordOf(
  row: Pick<DetailRow, "edited" | "outcome" | "record" | "arrived">,
): Pick<LetterDetailDto, "record" | "recordIs"> {
  if (row.edited !== null) return { record: row.edited, recordIs: "edited" };
  const arrived = row.outcome === "rejected" ? row.arrived : row.record;
  if (arrived !== null) return { record: arrived, recordIs: "arrived" };
  return { record: row.record, recordIs: "call" };
}

function refOf<Extra extends object>(
  id: string | null,
  number: number | null,
  extra: Extra,
) {
  return id === null || number === null ? null : { id, number, ...extra };
}

function whyNotReplayable(row: DetailRow): string | null {
  if (row.outcome === "refused")
    return "Ingest refused it, so it never became a record: send it again to the ingest address, corrected.";
  if (row.resolved_at !== null) return "It is resolved already.";
  if (row.replay_run_id !== null) return "A replay has it in hand.";
  return null;
}

const HistoryRow = z.object({
  id: z.string(),
  run_id: z.string().nullable(),
  number: z.number().nullable(),
  created_at: z.date(),
  message: z.string(),
  attempts: z.number(),
});

async function historyOf(row: DetailRow): Promise<LetterDetailDto["history"]> {
  if (row.sync_id === null) return [];
  const { rows } = await database().pool.query(
    `SELECT d.id, d.run_id, r.number, d.created_at, d.message, d.attempts
     FROM data.dead_letter d LEFT JOIN runs r ON r.id = d.run_id
     WHERE d.sync_id = $1 AND d.record_key = $2 ORDER BY d.created_at DESC, d.id DESC LIMIT $3`,
    [row.sync_id, row.record_key, HISTORY_MAX],
  );
  return z
    .array(HistoryRow)
    .parse(rows)
    .reverse()
    .map(
      ({ id, run_id: runId, number, created_at: at, message, attempts }) => ({
        ...{ id, message, attempts },
        run: refOf(runId, number, {}),
        at: at.toISOString(),
      }),
    );
}
