import type { PoolClient } from "pg";
import type { CohortPage } from "../../connectors/heap/cohort-webhook";
import { inTransaction } from "../../db";
import { textArray } from "../inbox/binary-arrays";
import { storableText } from "../storable-text";
import { applyTask, type Applied } from "./apply-task";

const NAME_CHARACTERS_MAX = 200;

export type PageInput = CohortPage & {
  connectionId: string;
  signedAt: Date;
};

/** What became of a page; `applied` is null while others are missing, and for a repeat of what was applied. */
export type Kept = { pages: number; applied: Applied | null };

/**
 * Keeps one page of a task, and applies the task when that was the last one
 * missing, in one transaction. The segment's row is locked first: of two pages
 * that come together the second sees the first, and one alone applies them.
 */
export const keepPage = (page: PageInput): Promise<Kept> =>
  inTransaction(async (client) => {
    const { name, at } = await lockSegment(client, page);
    const task = await openTask(client, page);
    // Applied or given up: a repeat, which changes nothing.
    if (task === null) return { pages: page.totalPages, applied: null };
    const pages = await insertPage(client, page);
    if (pages < task.totalPages) return { pages, applied: null };
    const { connectionId, segmentId, taskId, kind } = page;
    const { beganAt } = task;
    const due = { connectionId, segmentId, taskId, kind, name, beganAt, at };
    return { pages, applied: await applyTask(client, due) };
  });

async function lockSegment(
  client: PoolClient,
  { connectionId, segmentId, name }: PageInput,
): Promise<{ name: string; at: Date }> {
  const { rows } = await client.query<{ name: string; at: Date }>(
    `INSERT INTO data.heap_cohort AS c (connection_id, segment_id, name) VALUES ($1, $2, coalesce($3, $2))
     ON CONFLICT (connection_id, segment_id) DO UPDATE SET name = coalesce($3, c.name)
     RETURNING name, clock_timestamp() AS at`,
    [
      connectionId,
      segmentId,
      name === null ? null : storableText(name.slice(0, NAME_CHARACTERS_MAX)),
    ],
  );
  return rows[0] ?? { name: segmentId, at: new Date() };
}

/** Null when the task is over. */
async function openTask(
  client: PoolClient,
  page: PageInput,
): Promise<{ totalPages: number; beganAt: Date } | null> {
  const { rows } = await client.query<{ total_pages: number; began_at: Date }>(
    `INSERT INTO data.heap_cohort_task AS t (connection_id, segment_id, task_id, kind, total_pages, began_at, last_page_at)
     VALUES ($1, $2, $3, $4, $5, $6, clock_timestamp())
     ON CONFLICT (connection_id, segment_id, task_id) DO UPDATE SET began_at = least(t.began_at, excluded.began_at),
       total_pages = greatest(t.total_pages, excluded.total_pages), last_page_at = excluded.last_page_at
     WHERE t.applied_at IS NULL AND t.dropped_at IS NULL
     RETURNING total_pages, began_at`,
    [
      ...[page.connectionId, page.segmentId, page.taskId, page.kind],
      ...[page.totalPages, page.signedAt],
    ],
  );
  const [row] = rows;
  if (row === undefined) return null;
  return { totalPages: row.total_pages, beganAt: row.began_at };
}

/** Answers how many pages of the task are there by now; a repeat is there already. */
async function insertPage(
  client: PoolClient,
  page: PageInput,
): Promise<number> {
  const task = [page.connectionId, page.segmentId, page.taskId];
  await client.query(
    `WITH kept AS (
       INSERT INTO data.heap_cohort_page (connection_id, segment_id, task_id, page, added, removed)
       VALUES ($1, $2, $3, $4, $5::text[], $6::text[]) ON CONFLICT DO NOTHING RETURNING 1)
     UPDATE data.heap_cohort_task SET unusable = unusable + $7
     WHERE (connection_id, segment_id, task_id) = ($1, $2, $3) AND EXISTS (SELECT FROM kept)`,
    [
      ...[...task, page.page, textArray(page.added), textArray(page.removed)],
      page.unusable,
    ],
  );
  const { rows } = await client.query<{ pages: number }>(
    `SELECT count(*)::integer AS pages FROM data.heap_cohort_page WHERE (connection_id, segment_id, task_id) = ($1, $2, $3)`,
    task,
  );
  return rows[0]?.pages ?? 0;
}
