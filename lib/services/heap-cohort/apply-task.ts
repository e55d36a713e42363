import type { PoolClient } from "pg";

export type Applied = { entered: number; exited: number };

export type DueTask = {
  connectionId: string;
  segmentId: string;
  taskId: string;
  kind: "sync" | "drain";
  name: string;
  beganAt: Date;
  /** When its last page came. */
  at: Date;
};

/** A segment of millions takes longer than a statement of a page may; some 30,000 changes a second. */
const STATEMENT_MS_MAX = 300_000;
/** Records that are appended by one call: what is counted against a statement's memory. */
const APPENDED_AT_ONCE = 20_000;

/**
 * Everybody follows the last task that names them, and tasks stand in the order
 * in which Heap began them: whoever a later one named already is left alone.
 */
const SETTLED = `settled AS (
    SELECT unnest(p.added || p.removed) AS id FROM data.heap_cohort_page p JOIN data.heap_cohort_task t USING (connection_id, segment_id, task_id)
    WHERE connection_id = $1 AND segment_id = $2 AND t.applied_at IS NOT NULL AND t.began_at > $6
  )`;

/** Who is both added and removed in one task is in the segment. */
const CHANGED_BY_SYNC = `told AS MATERIALIZED (
    SELECT added, removed FROM data.heap_cohort_page WHERE (connection_id, segment_id, task_id) = ($1, $2, $3)
  ), ${SETTLED}, added AS (
    SELECT unnest(added) AS id FROM told EXCEPT SELECT id FROM settled
  ), removed AS (
    SELECT unnest(removed) AS id FROM told EXCEPT SELECT id FROM settled EXCEPT SELECT unnest(added) FROM told
  ), entered AS (
    INSERT INTO data.heap_cohort_member (connection_id, segment_id, member_id, entered_at) SELECT $1, $2, id, $5::text::timestamptz FROM added
    ON CONFLICT DO NOTHING RETURNING member_id AS id
  ), exited AS (
    DELETE FROM data.heap_cohort_member m USING removed r
    WHERE m.connection_id = $1 AND m.segment_id = $2 AND m.member_id = r.id RETURNING m.member_id AS id
  ), changed AS (
    SELECT id, 'entered' AS change FROM entered UNION ALL SELECT id, 'exited' FROM exited
  )`;

/** A drain names everybody. */
const CHANGED_BY_DRAIN = `${SETTLED}, changed AS (
    DELETE FROM data.heap_cohort_member m WHERE connection_id = $1 AND segment_id = $2
      AND NOT EXISTS (SELECT FROM settled s WHERE s.id = m.member_id) RETURNING member_id AS id, 'exited' AS change
  )`;

/** Each change is a record of its own in the inbox, known by the task that told it. */
const APPEND = `record AS (
    SELECT concat_ws(':', $1::text, 'cohort', $2::text, id, $3::text) AS key,
      format('{"cohort":%s,"id":%s,"change":"%s","at":%s}',
        json_build_object('id', $2::text, 'name', $4::text), to_json(id), change, to_json($5::text)) AS payload,
      (row_number() OVER (ORDER BY id) - 1) / ${APPENDED_AT_ONCE} AS part
    FROM changed
  ), appended AS (
    SELECT cardinality(data.append_inbox($1, 'cohort', (now() AT TIME ZONE 'UTC')::date,
      array_agg(encode(substring(sha256(convert_to(key, 'UTF8')) FOR 16), 'hex')::uuid), array_agg(key),
      array_agg(coalesce(nullif($4::text, ''), 'cohort')), array_agg(payload))) AS count
    FROM record GROUP BY part
  )
  SELECT count(*) FILTER (WHERE change = 'entered')::integer AS entered, count(*) FILTER (WHERE change = 'exited')::integer AS exited,
    (SELECT sum(count) FROM appended)::integer AS appended FROM changed`;

/**
 * Changes who is in a segment as a complete task says, and appends what really
 * changed to the inbox. The caller holds the segment's row and commits.
 */
export async function applyTask(
  client: PoolClient,
  task: DueTask,
): Promise<Applied> {
  await client.query(`SET LOCAL statement_timeout = ${STATEMENT_MS_MAX}`);
  const isOvertaken = await wasDrainedSince(client, task);
  const applied = isOvertaken
    ? { entered: 0, exited: 0 }
    : await changeMembers(client, task);
  await client.query(
    `UPDATE data.heap_cohort_task SET applied_at = $4, entered = $5, exited = $6
     WHERE (connection_id, segment_id, task_id) = ($1, $2, $3)`,
    [
      ...[task.connectionId, task.segmentId, task.taskId, task.at],
      ...[applied.entered, applied.exited],
    ],
  );
  if (!isOvertaken) await countMembers(client, task, applied);
  return applied;
}

/** A drain empties the segment of whatever was told before it. */
async function wasDrainedSince(
  client: PoolClient,
  { connectionId, segmentId, kind, beganAt }: DueTask,
): Promise<boolean> {
  if (kind === "drain") return false;
  const { rowCount } = await client.query(
    `SELECT FROM data.heap_cohort_task WHERE connection_id = $1 AND segment_id = $2 AND kind = 'drain'
       AND applied_at IS NOT NULL AND began_at > $3 LIMIT 1`,
    [connectionId, segmentId, beganAt],
  );
  return (rowCount ?? 0) > 0;
}

async function changeMembers(
  client: PoolClient,
  { connectionId, segmentId, taskId, kind, ...task }: DueTask,
): Promise<Applied> {
  const changed = kind === "drain" ? CHANGED_BY_DRAIN : CHANGED_BY_SYNC;
  const { rows } = await client.query<Applied>(`WITH ${changed}, ${APPEND}`, [
    ...[connectionId, segmentId, taskId, task.name],
    ...[task.at.toISOString(), task.beganAt],
  ]);
  const { entered = 0, exited = 0 } = rows[0] ?? {};
  return { entered, exited };
}

/** A drain that came late does not end what was synced since. */
const countMembers = (
  client: PoolClient,
  { connectionId, segmentId, kind, at, beganAt }: DueTask,
  { entered, exited }: Applied,
) =>
  client.query(
    `UPDATE data.heap_cohort SET members = members + $3::bigint,
       gone_at = CASE WHEN NOT EXISTS (SELECT FROM data.heap_cohort_task WHERE connection_id = $1 AND segment_id = $2
         AND kind = 'sync' AND applied_at IS NOT NULL AND began_at > $7) THEN $4::timestamptz END,
       changed_at = CASE WHEN $5 THEN $6::timestamptz ELSE changed_at END
     WHERE connection_id = $1 AND segment_id = $2`,
    [
      ...[connectionId, segmentId, entered - exited],
      ...[kind === "drain" ? at : null, entered + exited > 0, at, beganAt],
    ],
  );
