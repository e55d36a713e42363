import { z } from "zod";
import { database } from "../../db";
import { findConnection } from "../connection/connection-row";
import type { VerbArgs } from "../context";
import { paginate, PageInput, type Page } from "../page";
import { HeapCohortDto } from "./schemas";

export const HeapCohortsInput = PageInput.extend({ connectionId: z.string() });

const TASKS_SHOWN_MAX = 5;

type Row = {
  id: string;
  name: string;
  members: string;
  changed_at: Date | null;
  gone_at: Date | null;
  tasks: unknown;
};

/** The segments that Heap's cohort webhook told a connection of, by id, and their unfinished tasks. */
export async function listHeapCohorts({
  ctx,
  input,
}: VerbArgs<z.infer<typeof HeapCohortsInput>>): Promise<Page<HeapCohortDto>> {
  const connection = await findConnection(ctx, input.connectionId);
  const { rows } = await database().pool.query<Row>(
    `SELECT segment_id AS id, name, members, changed_at, gone_at, coalesce(tasks, '[]') AS tasks
     FROM data.heap_cohort c LEFT JOIN LATERAL (
       SELECT json_agg(task ORDER BY "beganAt" DESC) AS tasks FROM (
         SELECT task_id AS id, total_pages AS "totalPages", began_at AS "beganAt", last_page_at AS "lastPageAt", unusable,
           CASE WHEN applied_at IS NOT NULL THEN 'applied' WHEN dropped_at IS NOT NULL THEN 'dropped' ELSE 'waiting' END AS state,
           (SELECT count(*) FROM data.heap_cohort_page p
             WHERE (p.connection_id, p.segment_id, p.task_id) = (t.connection_id, t.segment_id, t.task_id)) AS pages
         FROM data.heap_cohort_task t WHERE t.connection_id = c.connection_id AND t.segment_id = c.segment_id
           AND (applied_at IS NULL OR unusable > 0)
         ORDER BY began_at DESC LIMIT $4) task) told ON true
     WHERE connection_id = $1 AND ($2::text IS NULL OR segment_id > $2) ORDER BY segment_id LIMIT $3`,
    [connection.id, input.cursor, input.limit + 1, TASKS_SHOWN_MAX],
  );
  return paginate(rows, input.limit, ({ id }) => id, toDto);
}

const toDto = (row: Row): HeapCohortDto =>
  HeapCohortDto.parse({
    ...{ id: row.id, name: row.name, tasks: row.tasks },
    members: Number(row.members),
    changedAt: row.changed_at?.toISOString() ?? null,
    goneAt: row.gone_at?.toISOString() ?? null,
  });
