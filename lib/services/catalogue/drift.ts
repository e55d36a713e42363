import { SyncDefinitionSchema } from "../../sync/definition";
import type { VerbArgs } from "../context";
import { findSync } from "../sync/sync-row";
import { readDriftRows } from "./drift-rows";
import { fieldsUsed } from "./fields-used";
import type { DriftDto } from "./schemas";

const SHOWN_MAX = 50;

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
  const { paths, events } = fieldsUsed(definition);
  const { source } = definition;
  const found = await readDriftRows([source.connection], ctx.now());
  const rows = found
    .filter(
      ({ kind, stream }) => kind !== "retyped" && stream === source.stream,
    )
    .filter(({ event }) => events === null || events.includes(event))
    .slice(0, SHOWN_MAX);
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
        isUsed: paths.has(path),
      })),
  };
}
