"use client";
import { formatCount } from "@/components/ledger/outcomes";
import { Notice } from "@/components/ui/notice";
import { Skeleton } from "@/components/ui/skeleton";
import { useComparison } from "@/lib/queries/mapping";
import type { SyncDefinition } from "@/lib/sync/definition";

/** What publishing changes for the latest real records: how many payloads, which fields, new problems. */
export function ChangeList({
  syncId,
  definition,
}: {
  syncId: string;
  definition: SyncDefinition;
}) {
  const { data, error } = useComparison(syncId, definition);
  if (error !== null) return <Notice tone="bad">{error.message}</Notice>;
  if (data === undefined) return <Skeleton className="h-24" />;
  if (data.records === 0)
    return <Notice tone="neutral">No record has arrived yet.</Notice>;
  if (data.published === null)
    return (
      <p className="text-sm">
        Of the last {formatCount(data.records)} records{" "}
        <b>{formatCount(data.draft.send)}</b> would be sent,{" "}
        {formatCount(data.draft.filtered)} filtered,{" "}
        {formatCount(data.draft.invalid)} invalid.
      </p>
    );
  return (
    <div className="grid gap-2 text-sm">
      <p>
        <b>{formatCount(data.changed)}</b> of the last{" "}
        {formatCount(data.records)} records would go out otherwise than now.
        Invalid: {formatCount(data.published.invalid)} now,{" "}
        {formatCount(data.draft.invalid)} then.
      </p>
      {data.fields.length > 0 && (
        <ul className="grid gap-1" aria-label="Fields that change">
          {data.fields.map(({ path, count }) => (
            <li key={path} className="flex justify-between gap-3">
              <code className="font-mono text-xs [overflow-wrap:anywhere] text-segment">
                {path === "" ? "sent or not sent" : path}
              </code>
              <span className="tabular-nums">{formatCount(count)}</span>
            </li>
          ))}
        </ul>
      )}
      {data.newProblems.map(({ path, message, count }) => (
        <Notice key={path} tone="bad">
          New problem in {formatCount(count)}: <b>{path}</b> {message}
        </Notice>
      ))}
    </div>
  );
}
