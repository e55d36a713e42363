"use client";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { ErrorNotice } from "@/components/ui/error-notice";
import { RelativeTime } from "@/components/ui/relative-time";
import { Skeleton } from "@/components/ui/skeleton";
import { Tag } from "@/components/ui/tag";
import { useVersions } from "@/lib/queries/mapping";
import type { VersionDto } from "@/lib/services/sync/schemas";
import type { SyncDefinition } from "@/lib/sync/definition";
import {
  compareDefinitions,
  type DefinitionChange,
} from "./compare-definitions";

/** What was published: when, by whom, why, and how it differs from the draft. */
export function VersionsDialog({
  syncId,
  newest,
  definition,
  onRestore,
  onClose,
}: {
  syncId: string;
  /** The number of the newest version. */
  newest: number | null;
  definition: SyncDefinition;
  onRestore: (definition: SyncDefinition) => void;
  onClose: () => void;
}) {
  const { data, error } = useVersions(syncId, newest);
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title="Versions"
      description="Restoring puts a version into the draft; it runs once you publish it."
      className="max-w-[680px]"
    >
      <div className="mt-4">
        <ErrorNotice error={error} />
        {data === undefined && error === null && <Skeleton className="h-24" />}
        {data?.length === 0 && (
          <p className="text-sm text-ink-2">Nothing was published yet.</p>
        )}
        <ol className="divide-y divide-line">
          {data?.map((version) => (
            <Version
              key={version.number}
              version={version}
              draft={definition}
              onRestore={() => onRestore(version.definition)}
            />
          ))}
        </ol>
      </div>
    </Dialog>
  );
}

function Version({
  version,
  draft,
  onRestore,
}: {
  version: VersionDto;
  draft: SyncDefinition;
  onRestore: () => void;
}) {
  const changes = compareDefinitions(version.definition, draft);
  return (
    <li className="grid gap-1.5 py-3 text-sm">
      <div className="flex flex-wrap items-center gap-2">
        <Tag>v{version.number}</Tag>
        <span className="text-ink-2">
          {version.publishedBy ?? "Somebody"},{" "}
          <RelativeTime at={version.publishedAt} />
        </span>
        <span className="min-w-0 grow">{version.note}</span>
        <Button
          size="sm"
          disabled={changes.length === 0}
          aria-label={`Restore version ${version.number}`}
          onClick={onRestore}
        >
          {changes.length === 0 ? "Same as the draft" : "Restore"}
        </Button>
      </div>
      {changes.length > 0 && (
        <details>
          <summary className="text-xs text-ink-2">
            {changes.length === 1
              ? "1 thing differs"
              : `${changes.length} things differ`}{" "}
            from the draft
          </summary>
          <ul className="mt-1 grid gap-1">
            {changes.map((change) => (
              <Change key={change.id} change={change} />
            ))}
          </ul>
        </details>
      )}
    </li>
  );
}

function Change({
  change: { what, before, after },
}: {
  change: DefinitionChange;
}) {
  return (
    <li className="grid gap-0.5 rounded-control bg-sunken px-2.5 py-1.5 font-mono text-xs">
      <span className="text-segment">{what}</span>
      <span className="[overflow-wrap:anywhere]">
        then: {before ?? "nothing"}
      </span>
      <span className="[overflow-wrap:anywhere] text-ink-2">
        draft: {after ?? "nothing"}
      </span>
    </li>
  );
}
