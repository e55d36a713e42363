import { database } from "../../db";
import { forgetCohortTasks } from "../heap-cohort/forget";

/** How long a record key makes a repeat a repeat. */
const KEY_DAYS = 7;
const ANSWER_HOURS = 24;
const ATTEMPT_HOURS = 24;
const ALERT_DAYS = 90;

/** Deletes what has served its time: record keys, kept answers, old failed sign-ins, recovered alerts, what Heap's cohorts were told by. */
export async function forgetOld(now: Date): Promise<{ deleted: number }> {
  const { pool } = database();
  const counts = await Promise.all([
    pool.query(
      `DELETE FROM data.inbox_key WHERE day < ($1::timestamptz AT TIME ZONE 'UTC')::date - $2::int`,
      [now, KEY_DAYS],
    ),
    pool.query(
      "DELETE FROM idempotent_answers WHERE created_at < $1::timestamptz - make_interval(hours => $2)",
      [now, ANSWER_HOURS],
    ),
    pool.query(
      "DELETE FROM sign_in_attempts WHERE blocked_until < $1::timestamptz - make_interval(hours => $2)",
      [now, ATTEMPT_HOURS],
    ),
    pool.query(
      "DELETE FROM alerts WHERE recovered_at < $1::timestamptz - make_interval(days => $2)",
      [now, ALERT_DAYS],
    ),
    pool.query("DELETE FROM alert_mutes WHERE until < $1", [now]),
  ]);
  const tasks = await forgetCohortTasks(now);
  return {
    deleted: counts.reduce((sum, { rowCount }) => sum + (rowCount ?? 0), tasks),
  };
}
