import { z } from "zod";
import { database } from "../../../db";
import { logger } from "../../../logger";
import {
  SyncDefinitionSchema,
  type SyncDefinition,
} from "../../../sync/definition";
import { endSql, LIVE_VERSION_SQL } from "../../sync/live-version";

const Row = z.object({
  id: z.string(),
  name: z.string(),
  workspace_id: z.string(),
  definition: z.unknown(),
  source_id: z.string(),
  source_name: z.string(),
  destination_id: z.string(),
  published_at: z.date(),
  waiting_reason: z.string().nullable(),
  waiting_detail: z.string().nullable(),
  waiting_since: z.date().nullable(),
  run: z
    .object({
      id: z.string(),
      number: z.number(),
      status: z.string(),
      error: z.string().nullable(),
    })
    .nullable(),
});
type Row = z.infer<typeof Row>;

/** A live sync as it runs: by its published version, not by its draft. */
export type WatchedSync = Omit<Row, "definition"> & {
  definition: SyncDefinition;
};

/** Of the newest runs, the one that tells most: an open one with an error before others. */
const RUNS_LOOKED_AT = 8;

/** The live syncs of a workspace, or of all (null). */
export async function readWatchedSyncs(
  workspaceId: string | null,
): Promise<WatchedSync[]> {
  const { rows } = await database().pool.query(
    `SELECT s.id, s.name, s.workspace_id, v.definition, ${endSql("source")} AS source_id, sc.name AS source_name,
       ${endSql("destination")} AS destination_id, s.waiting_reason, s.waiting_detail, s.waiting_since,
       (SELECT min(published_at) FROM sync_versions WHERE sync_id = s.id) AS published_at,
       (SELECT jsonb_build_object('id', recent.id, 'number', recent.number, 'status', recent.status, 'error', recent.error)
        FROM (SELECT * FROM runs WHERE sync_id = s.id ORDER BY number DESC LIMIT $2) recent
        ORDER BY recent.finished_at IS NULL AND recent.error IS NOT NULL DESC, recent.number DESC LIMIT 1) AS run
     FROM syncs s JOIN ${LIVE_VERSION_SQL}
     JOIN connections sc ON sc.id = ${endSql("source")}
     WHERE s.status = 'live' AND ($1::text IS NULL OR s.workspace_id = $1)
     ORDER BY s.id`,
    [workspaceId, RUNS_LOOKED_AT],
  );
  return z
    .array(Row)
    .parse(rows)
    .flatMap((row) => {
      const definition = SyncDefinitionSchema.safeParse(row.definition);
      if (definition.success) return [{ ...row, definition: definition.data }];
      // One that can't be read must not keep the others from being watched.
      logger.error({ syncId: row.id }, "a published definition can't be read");
      return [];
    });
}
