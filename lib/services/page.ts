import { z } from "zod";

const LIMIT_DEFAULT = 50;
const LIMIT_MAX = 200;

/** The query of every list. */
export const PageInput = z.object({
  limit: z.coerce.number().int().min(1).max(LIMIT_MAX).default(LIMIT_DEFAULT),
  cursor: z.string().min(1).nullable().default(null),
});
export type PageInput = z.infer<typeof PageInput>;

export type Page<T> = { data: T[]; nextCursor: string | null };

/** Of rows that were read with one more than the limit. */
export function paginate<Row, T>(
  rows: Row[],
  limit: number,
  keyOf: (row: Row) => string,
  toDto: (row: Row) => T,
): Page<T> {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return {
    data: shown.map(toDto),
    nextCursor: rows.length > limit && last !== undefined ? keyOf(last) : null,
  };
}
