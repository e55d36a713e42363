import type { SyncDefinition } from "@/lib/sync/definition";

/** What a version does, under the name and between the connections that the sync has by now. */
export const restoreVersion = (
  version: SyncDefinition,
  { name, source, destination }: SyncDefinition,
): SyncDefinition => ({
  ...{ ...version, name },
  source: { ...version.source, connection: source.connection },
  destination: { ...version.destination, connection: destination.connection },
});
