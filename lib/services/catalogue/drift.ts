import { database } from "../../db";
import { pathsOfCondition, pathsOfMapping } from "../../mapping/paths-read";
import { SyncDefinitionSchema } from "../../sync/definition";
import { eventsOfCondition } from "../../sync/events-of-condition";
import type { VerbArgs } from "../context";
import { findSync } from "../sync/sync-row";
import type { DriftDto } from "./schemas";

/** An event has to be known for so many records before another field of it is news. */
const SAMPLES_BEFORE_NEW = 20;
/** A field that half of the records had, and none of the last so many, has vanished. */
const SAMPLES_WITHOUT = 50;
const NEWS_DAYS = 14;
const SHOWN_MAX = 50;

type DriftRow = {
  event: string;
  path: string;
  first_seen: Date;
  last_seen: Date;
  kind: "new" | "vanished";
};

/**
 * Fields that a sync's source began or ceased to have, in the events that it
 * takes: what is new may be worth mapping, what vanished may be needed.
 */
export async function readDrift({
  ctx,
  input,
}: VerbArgs<{ id: string }>): Promise<DriftDto> {
  const row = await findSync(ctx, input.id);
  const definition = SyncDefinitionSchema.parse(row.definition);
  const { where } = definition.source;
  const { rows } = await database().pool.query<DriftRow>(
    `SELECT f.event, f.path, f.first_seen, f.last_seen,
       CASE WHEN e.sampled - f.last_sample >= $4 THEN 'vanished' ELSE 'new' END AS kind
     FROM data.catalogue_field f JOIN data.catalogue_event e USING (connection_id, stream, event)
     WHERE f.connection_id = $1 AND ($2::text[] IS NULL OR f.event = ANY($2))
       AND ((f.first_sample >= $3 AND f.first_seen > now() - make_interval(days => $5) AND e.sampled - f.last_sample < $4)
         OR (e.sampled - f.last_sample >= $4 AND f.filled * 2 >= f.last_sample - f.first_sample))
     ORDER BY f.last_seen DESC, f.path LIMIT $6`,
    [
      definition.source.connection,
      where ? eventsOfCondition(where) : null,
      ...[SAMPLES_BEFORE_NEW, SAMPLES_WITHOUT, NEWS_DAYS, SHOWN_MAX],
    ],
  );
  const used = new Set([
    ...pathsOfMapping(definition.mapping),
    ...(where ? pathsOfCondition(where) : []),
  ]);
  return {
    new: rows
      .filter(({ kind }) => kind === "new")
      .map(({ event, path, first_seen }) => ({
        ...{ event, path, since: first_seen.toISOString() },
      })),
    vanished: rows
      .filter(({ kind }) => kind === "vanished")
      .map(({ event, path, last_seen }) => ({
        ...{ event, path, lastSeen: last_seen.toISOString() },
        isUsed: used.has(path),
      })),
  };
}
