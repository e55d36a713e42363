import type { FieldDrift } from "../../../alerts/facts";
import { readDriftRows } from "../../catalogue/drift-rows";
import { fieldsUsed } from "../../catalogue/fields-used";
import type { WatchedSync } from "./watched-syncs";

/** Fields of each sync's source that came, went or changed their type. */
export async function readDrifts(
  syncs: readonly WatchedSync[],
  now: Date,
): Promise<Map<string, FieldDrift[]>> {
  const sources = [...new Set(syncs.map(({ source_id: id }) => id))];
  const rows = await readDriftRows(sources, now);
  return new Map(
    syncs.map(({ id, source_id: sourceId, definition }) => {
      const { paths, events } = fieldsUsed(definition);
      const own = rows.filter(
        ({ connection_id: connectionId, stream, event }) =>
          connectionId === sourceId &&
          stream === definition.source.stream &&
          (events === null || events.includes(event)),
      );
      return [
        id,
        own.map(({ kind, event, path, ...row }) => ({
          ...{ change: kind, event, path, isUsed: paths.has(path) },
          at:
            kind === "vanished"
              ? row.last_seen
              : kind === "new"
                ? row.first_seen
                : (row.retyped_at ?? row.first_seen),
        })),
      ] as const;
    }),
  );
}
