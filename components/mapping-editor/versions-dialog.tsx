"use client";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { ErrorNotice } from "@/components/ui/error-notice";
import { RelativeTime } from "@/components/ui/relative-time";
import { Skeleton } from "@/components/ui/skeleton";
import { Tag } from "@/components/ui/tag";
import { describeExpression } from "@/components/syncs/describe";
import type { Mapping } from "@/lib/mapping/expression";
import { useVersions } from "@/lib/queries/mapping";
import type { VersionDto } from "@/lib/services/sync/schemas";
import type { SyncDefinition } from "@/lib/sync/definition";
import { compareMappings, type MappingChange } from "./compare-mappings";

/** What was published: when, by whom, why, and how it differs from the draft. */
export function VersionsDialog({
  syncId,
  definition,
  onRestore,
  onClose,
}: {
  syncId: string;
  definition: SyncDefinition;
  onRestore: (definition: SyncDefinition) => void;
  onClose: () => void;
}) {
  const { data, error } = useVersions(syncId);
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
              mapping={definition.mapping}
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
  mapping,
  onRestore,
}: {
  version: VersionDto;
  mapping: Mapping;
  onRestore: () => void;
}) {
  const changes = compareMappings(version.definition.mapping, mapping);
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
            {changes.length} fields differ from the draft
          </summary>
          <ul className="mt-1 grid gap-1">
            {changes.map((change) => (
              <Change key={change.path} change={change} />
            ))}
          </ul>
        </details>
      )}
    </li>
  );
}

function Change({
  change: { path, before, after },
}: {
  change: MappingChange;
}) {
  return (
    <li className="grid gap-0.5 rounded-control bg-sunken px-2.5 py-1.5 font-mono text-xs">
      <span className="text-segment">{path}</span>
      {before !== null && (
        <span className="[overflow-wrap:anywhere]">
          v: {describeExpression(before)}
        </span>
      )}
      <span className="[overflow-wrap:anywhere] text-ink-2">
        draft: {after === null ? "not mapped" : describeExpression(after)}
      </span>
    </li>
  );
}
