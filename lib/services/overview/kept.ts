import { z } from "zod";
import { database } from "../../db";
import { env } from "../../env";
import type { NeedDto } from "./schemas";
import type { Window } from "./window";

const Row = z.object({
  sync_id: z.string(),
  sync_name: z.string(),
  since: z.date(),
});

/** Syncs that keep records beyond retention, since they have not read them. */
export async function readKept({
  workspaceId,
  until,
}: Window): Promise<NeedDto[]> {
  const { rows } = await database().pool.query(
    `SELECT s.id AS sync_id, s.name AS sync_name, min(i.received_at) AS since
     FROM data.cursor c JOIN syncs s ON s.id = c.sync_id
     JOIN data.inbox i ON i.connection_id = c.connection_id AND i.stream = c.stream AND i.id > c.position
     WHERE s.workspace_id = $1 AND i.day < ($2::timestamptz AT TIME ZONE 'UTC')::date - $3::int
     GROUP BY s.id, s.name`,
    [workspaceId, until, env().RETENTION_DAYS],
  );
  return z
    .array(Row)
    .parse(rows)
    .map((row) => ({
      kind: "kept",
      syncId: row.sync_id,
      syncName: row.sync_name,
      retentionDays: env().RETENTION_DAYS,
      since: row.since.toISOString(),
    }));
}
