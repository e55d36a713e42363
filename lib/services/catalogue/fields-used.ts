import { pathsOfCondition, pathsOfMapping } from "../../mapping/paths-read";
import type { SyncDefinition } from "../../sync/definition";
import { eventsOfSource } from "../../sync/events-of-source";

/** The source's fields that a definition's mapping or filter reads, and of which events; null: of any. */
export function fieldsUsed({ source, mapping }: SyncDefinition): {
  paths: ReadonlySet<string>;
  events: readonly string[] | null;
} {
  const { where } = source;
  return {
    paths: new Set([
      ...pathsOfMapping(mapping),
      ...(where ? pathsOfCondition(where) : []),
    ]),
    events: eventsOfSource(source),
  };
}
