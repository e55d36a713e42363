import { z } from "zod";
import { database } from "../../db";
import type { VerbArgs } from "../context";
import { PageInput, paginate, type Page } from "../page";
import { FILTER_SQL, filterValues } from "./filter";
import { LETTER_COLUMNS, LetterRow, toLetterDto } from "./letter-row";
import { LetterFilter, type DeadLetterDto } from "./schemas";

/** A query's text; both where nothing is said. */
export const ResolvedInput = z
  .enum(["true", "false"])
  .nullable()
  .default(null)
  .transform((text) => (text === null ? null : text === "true"));

export const ListDeadLettersInput = z.object({
  ...PageInput.shape,
  ...LetterFilter.shape,
  resolved: ResolvedInput,
});

/** Newest first; what ingest refused has neither sync nor run. */
export async function listDeadLetters({
  ctx,
  input,
}: VerbArgs<z.infer<typeof ListDeadLettersInput>>): Promise<
  Page<DeadLetterDto>
> {
  const { rows } = await database().pool.query(
    `SELECT ${LETTER_COLUMNS} FROM data.dead_letter d
     WHERE ${FILTER_SQL} AND ($8::text IS NULL OR d.id < $8) AND ($9::boolean IS NULL OR (d.resolved_at IS NOT NULL) = $9)
     ORDER BY d.id DESC LIMIT $10`,
    [
      ...filterValues(ctx.workspaceId, input),
      ...[input.cursor, input.resolved, input.limit + 1],
    ],
  );
  return paginate(
    z.array(LetterRow).parse(rows),
    input.limit,
    ({ id }) => id,
    toLetterDto,
  );
}
