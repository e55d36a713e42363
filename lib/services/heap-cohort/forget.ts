import { database } from "../../db";

/** Heap syncs every four hours or so: what is not complete by then has lost a page for good. */
const INCOMPLETE_HOURS_MAX = 24;
/** Later than a task that such a one could still have to stand back for. */
const PAGES_HOURS = 48;
const TASK_DAYS = 30;

/**
 * Gives up tasks whose pages did not all come, and deletes pages and tasks that
 * have served their time. A task that is over changes nothing any more, so this
 * needs no lock of its segment.
 */
export async function forgetCohortTasks(now: Date): Promise<number> {
  const { pool } = database();
  await pool.query(
    `UPDATE data.heap_cohort_task SET dropped_at = $1
     WHERE applied_at IS NULL AND dropped_at IS NULL AND began_at < $1::timestamptz - make_interval(hours => $2)`,
    [now, INCOMPLETE_HOURS_MAX],
  );
  const pages = await pool.query(
    `DELETE FROM data.heap_cohort_page p USING data.heap_cohort_task t
     WHERE (p.connection_id, p.segment_id, p.task_id) = (t.connection_id, t.segment_id, t.task_id)
       AND (t.dropped_at IS NOT NULL OR t.applied_at < $1::timestamptz - make_interval(hours => $2))`,
    [now, PAGES_HOURS],
  );
  const tasks = await pool.query(
    `DELETE FROM data.heap_cohort_task WHERE began_at < $1::timestamptz - make_interval(days => $2)
       AND (applied_at IS NOT NULL OR dropped_at IS NOT NULL)`,
    [now, TASK_DAYS],
  );
  return (pages.rowCount ?? 0) + (tasks.rowCount ?? 0);
}
