"use client";
import { useVersions } from "@/lib/queries/mapping";
import type { SyncDto } from "@/lib/services/sync/schemas";
import type { SyncDefinition } from "@/lib/sync/definition";

/** What a sync's runs go by: its newest version, not its draft. Null while there is none, or it is not known. */
export function useRunning(sync: SyncDto): SyncDefinition | null {
  const versions = useVersions(sync.id, sync.version).data;
  if (sync.version === null) return null;
  if (sync.draft.isPublished) return sync.definition;
  return versions?.[0]?.definition ?? null;
}
