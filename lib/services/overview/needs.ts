import { z } from "zod";
import { database } from "../../db";
import { DEAD_LETTER_CODES } from "../../sync/ledger";
import { readKept } from "./kept";
import type { NeedDto } from "./schemas";
import type { Window } from "./window";

const NEEDS_SHOWN_MAX = 6;

const FailedRow = z.object({
  sync_id: z.string(),
  sync_name: z.string(),
  run_id: z.string(),
  outcome: z.enum(["invalid", "rejected"]),
  code: z.enum(DEAD_LETTER_CODES),
  message: z.string(),
  count: z.number(),
  since: z.date(),
});
const RefusedRow = z.object({
  connection_id: z.string(),
  connection_name: z.string(),
  message: z.string(),
  count: z.number(),
  since: z.date(),
});

/** What is kept too long, failed records by sync and reason, and what ingest refused; the most frequent first. */
export async function readNeeds(window: Window): Promise<NeedDto[]> {
  const [kept, failed, refused] = await Promise.all([
    readKept(window),
    readFailed(window),
    readRefused(window),
  ]);
  const counted = [...failed, ...refused].sort((a, b) => b.count - a.count);
  return [...kept, ...counted].slice(0, NEEDS_SHOWN_MAX);
}

type Counted = Extract<NeedDto, { count: number }>;

async function readFailed({ workspaceId, since }: Window): Promise<Counted[]> {
  const { rows } = await database().pool.query(
    `SELECT d.sync_id, s.name AS sync_name, max(d.run_id) AS run_id, d.outcome, d.code, min(d.message) AS message,
       count(*)::int AS count, min(d.created_at) AS since
     FROM data.dead_letter d JOIN syncs s ON s.id = d.sync_id
     WHERE d.workspace_id = $1 AND d.created_at >= $2 AND d.resolved_at IS NULL AND d.run_id IS NOT NULL
     GROUP BY d.sync_id, s.name, d.outcome, d.code ORDER BY count DESC LIMIT $3`,
    [workspaceId, since, NEEDS_SHOWN_MAX],
  );
  return z
    .array(FailedRow)
    .parse(rows)
    .map((row) => ({
      kind: "failed",
      syncId: row.sync_id,
      syncName: row.sync_name,
      runId: row.run_id,
      outcome: row.outcome,
      code: row.code,
      message: row.message,
      count: row.count,
      since: row.since.toISOString(),
    }));
}

async function readRefused({ workspaceId, since }: Window): Promise<Counted[]> {
  const { rows } = await database().pool.query(
    `SELECT d.connection_id, c.name AS connection_name, min(d.message) AS message,
       count(*)::int AS count, min(d.created_at) AS since
     FROM data.dead_letter d JOIN connections c ON c.id = d.connection_id
     WHERE d.workspace_id = $1 AND d.created_at >= $2 AND d.outcome = 'refused' AND d.resolved_at IS NULL
     GROUP BY d.connection_id, c.name ORDER BY count DESC LIMIT $3`,
    [workspaceId, since, NEEDS_SHOWN_MAX],
  );
  return z
    .array(RefusedRow)
    .parse(rows)
    .map((row) => ({
      kind: "refused",
      connectionId: row.connection_id,
      connectionName: row.connection_name,
      message: row.message,
      count: row.count,
      since: row.since.toISOString(),
    }));
}
