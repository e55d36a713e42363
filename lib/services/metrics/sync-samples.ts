import { z } from "zod";
import { database } from "../../db";
import { endOrDraftSql, LIVE_VERSION_SQL } from "../sync/live-version";
import type { FamilyName, Labels, Sample } from "./families";

const count = z.coerce.number().nullable();
const OUTCOMES = [
  "read",
  "filtered",
  "invalid",
  "delivered",
  "rejected",
] as const;

const Row = z.object({
  id: z.string(),
  workspace_id: z.string(),
  name: z.string(),
  status: z.string(),
  source: z.string(),
  destination: z.string(),
  waiting: z.string().nullable(),
  ...{ read: count, filtered: count, invalid: count },
  ...{ delivered: count, rejected: count },
  pending: count,
  oldest_pending: count,
  unread: count,
  oldest_unread: count,
});

/** Beyond this many the rest of a backlog is estimated: by how dense its ids are. */
const COUNTED_MAX = 100_000;

const SYNCS = `SELECT s.id, s.workspace_id, s.name, s.status, ${endOrDraftSql("source")} AS source, ${endOrDraftSql("destination")} AS destination,
    CASE WHEN s.status = 'paused' THEN 'paused' ELSE s.waiting_reason END AS waiting,
    t.read, t.filtered, t.invalid, t.delivered, t.rejected,
    (SELECT coalesce(sum(r.pending), 0) FROM runs r WHERE r.sync_id = s.id AND r.status IN ('queued', 'running')) AS pending,
    (SELECT extract(epoch FROM now() - p.received_at) FROM data.pending p WHERE p.sync_id = s.id ORDER BY p.id LIMIT 1) AS oldest_pending,
    CASE WHEN page.counted < $1 THEN page.counted
      ELSE round(page.counted * greatest(1, (newest.id - c.position)::float8 / greatest(page.last_id - c.position, 1))) END AS unread,
    CASE WHEN page.counted > 0 THEN extract(epoch FROM now() - page.oldest_at) END AS oldest_unread
  FROM syncs s LEFT JOIN ${LIVE_VERSION_SQL} LEFT JOIN data.total t ON t.sync_id = s.id LEFT JOIN data.cursor c ON c.sync_id = s.id
  LEFT JOIN LATERAL (
    SELECT count(*) AS counted, max(id) AS last_id, min(received_at) AS oldest_at FROM (
      SELECT id, received_at FROM data.inbox i WHERE i.connection_id = c.connection_id AND i.stream = c.stream AND i.id > c.position
      ORDER BY id LIMIT $1) unread) page ON c.sync_id IS NOT NULL
  LEFT JOIN LATERAL (
    SELECT id FROM data.inbox i WHERE i.connection_id = c.connection_id AND i.stream = c.stream ORDER BY id DESC LIMIT 1
  ) newest ON page.counted >= $1
  ORDER BY s.id`;

/** What syncs have done, and how far they are behind. */
export async function readSyncSamples(): Promise<Sample[]> {
  const { rows } = await database().pool.query(SYNCS, [COUNTED_MAX]);
  return z.array(Row).parse(rows).flatMap(samplesOf);
}

function samplesOf(row: z.infer<typeof Row>): Sample[] {
  const { id: sync, name, status, source, destination } = row;
  const sample = (
    family: FamilyName,
    value: number | null,
    labels: Labels = {},
  ): Sample[] =>
    value === null
      ? []
      : [
          {
            workspaceId: row.workspace_id,
            ...{ family, value, labels: { sync, ...labels } },
          },
        ];
  return [
    ...sample("sluice_sync_info", 1, {
      ...{ workspace: row.workspace_id, name, status, source, destination },
    }),
    ...OUTCOMES.flatMap((outcome) =>
      sample("sluice_sync_records_total", row[outcome] ?? 0, { outcome }),
    ),
    ...sample("sluice_sync_pending_records", row.pending),
    ...sample("sluice_sync_oldest_pending_seconds", row.oldest_pending ?? 0),
    ...sample("sluice_sync_unread_records", row.unread),
    ...sample("sluice_sync_oldest_unread_seconds", row.oldest_unread ?? 0),
    ...(row.waiting === null
      ? []
      : sample("sluice_sync_waiting", 1, { reason: row.waiting })),
  ];
}

const LetterRow = z.object({
  workspace_id: z.string(),
  connection_id: z.string(),
  sync_id: z.string().nullable(),
  code: z.string(),
  count: z.number(),
});

/** Of what ingest refused there is no sync. */
export async function readDeadLetterSamples(): Promise<Sample[]> {
  const { rows } = await database().pool.query(
    `SELECT c.workspace_id, d.* FROM (
       SELECT connection_id, sync_id, code, count(*)::int AS count FROM data.dead_letter WHERE resolved_at IS NULL
       GROUP BY connection_id, sync_id, code) d JOIN connections c ON c.id = d.connection_id
     ORDER BY d.connection_id, d.sync_id, d.code`,
  );
  return z
    .array(LetterRow)
    .parse(rows)
    .map((row) => ({
      workspaceId: row.workspace_id,
      family: "sluice_dead_letters_open",
      labels: {
        ...{ connection: row.connection_id, sync: row.sync_id ?? "" },
        code: row.code,
      },
      value: row.count,
    }));
}
