import { z } from "zod";
import { database } from "../../db";
import { DEAD_LETTER_CODES } from "../../sync/ledger";
import type { VerbArgs } from "../context";
import { FILTER_SQL, filterValues } from "./filter";
import { ResolvedInput } from "./list";
import { LETTER_OUTCOMES, LetterFilter, type LetterGroupDto } from "./schemas";

const GROUPS_MAX = 100;
const RESPONSE_CHARACTERS = 200;

export const GroupLettersInput = z.object({
  ...LetterFilter.shape,
  resolved: ResolvedInput,
});

const Row = z.object({
  sync_id: z.string().nullable(),
  connection_id: z.string(),
  outcome: z.enum(LETTER_OUTCOMES),
  code: z.enum(DEAD_LETTER_CODES),
  shape: z.string(),
  message: z.string(),
  response: z.string().nullable(),
  count: z.number(),
  oldest_at: z.date(),
  newest_at: z.date(),
});

/**
 * Dead letters by reason: the code, and the message but for what differs from
 * record to record. The newest first.
 */
export async function groupDeadLetters({
  ctx,
  input,
}: VerbArgs<z.infer<typeof GroupLettersInput>>): Promise<LetterGroupDto[]> {
  const { rows } = await database().pool.query(
    `SELECT g.*, d.message, left(d.response, $10) AS response FROM (
       SELECT d.sync_id, d.connection_id, d.outcome, d.code, d.shape, count(*)::int AS count,
         min(d.created_at) AS oldest_at, max(d.created_at) AS newest_at, max(d.id) AS newest_id
       FROM data.dead_letter d
       WHERE ${FILTER_SQL} AND ($8::boolean IS NULL OR (d.resolved_at IS NOT NULL) = $8)
       GROUP BY d.sync_id, d.connection_id, d.outcome, d.code, d.shape
       ORDER BY newest_at DESC, count DESC LIMIT $9
     ) g JOIN data.dead_letter d ON d.id = g.newest_id ORDER BY g.newest_at DESC, g.count DESC`,
    [
      ...filterValues(ctx.workspaceId, input),
      input.resolved,
      GROUPS_MAX,
      RESPONSE_CHARACTERS,
    ],
  );
  return z
    .array(Row)
    .parse(rows)
    .map((row) => ({
      syncId: row.sync_id,
      connectionId: row.connection_id,
      outcome: row.outcome,
      code: row.code,
      shape: row.shape,
      message: row.message,
      response: row.response,
      count: row.count,
      oldestAt: row.oldest_at.toISOString(),
      newestAt: row.newest_at.toISOString(),
    }));
}
