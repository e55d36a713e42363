"use client";
import Link from "next/link";
import {
  REMOVALS_WORDS,
  triggerWords,
} from "@/components/schedule/schedule-words";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { JsonView } from "@/components/ui/json-view";
import { ErrorNotice } from "@/components/ui/error-notice";
import { Notice } from "@/components/ui/notice";
import { Tag } from "@/components/ui/tag";
import { usePreview } from "@/lib/queries/syncs";
import type { PreviewResult, SyncDto } from "@/lib/services/sync/schemas";
import { isSnapshotSync } from "@/lib/sync/snapshot";
import { STREAMS } from "@/lib/sync/streams/registry";
import type { Stream } from "@/lib/sync/streams/stream";
import { deliveryWords } from "@/components/pipeline/delivery-words";
import { describeCondition } from "./describe";
import { MappingList } from "./mapping-list";

/** What the sync does with a record, and what it would do with the latest ones. */
export function DefinitionCard({ sync }: { sync: SyncDto }) {
  const { source, trigger, snapshot, mapping, delivery } = sync.definition;
  const preview = usePreview(sync.id);
  return (
    <Card
      title="Mapping"
      aside={
        <>
          <Button
            size="sm"
            isBusy={preview.isPending}
            onClick={() => preview.mutate()}
          >
            Preview on the latest records
          </Button>
          <Button size="sm" asChild>
            <Link href={`/syncs/${sync.id}/mapping`}>Edit</Link>
          </Button>
        </>
      }
    >
      <div className="grid gap-3 p-4">
        <p className="text-sm text-ink-2">
          {source.where
            ? `Only where ${describeCondition(source.where)}.`
            : `Every ${STREAMS[source.stream].one}.`}{" "}
          {isSnapshotSync(sync.definition) ? "Compared" : "Read"}{" "}
          {triggerWords(trigger)}; sent with {deliveryWords(delivery)}
          {snapshot && `; ${REMOVALS_WORDS[snapshot.onRemoved].short}`}.
        </p>
        <MappingList mapping={mapping} />
        <ErrorNotice error={preview.error} />
        {preview.data !== undefined && (
          <Results
            results={preview.data.results}
            stream={STREAMS[source.stream]}
          />
        )}
      </div>
    </Card>
  );
}

function Results({
  results,
  stream,
}: {
  results: PreviewResult[];
  stream: Stream;
}) {
  if (results.length === 0)
    return (
      <Notice tone="neutral">
        No {stream.one} has arrived yet.
        {stream === STREAMS.events && " Send a sample first."}
      </Notice>
    );
  return (
    <ol className="grid gap-2" aria-label="Preview">
      {results.slice(0, 3).map(({ outcome, payload, problems }, index) => (
        <li key={index} className="grid gap-1.5">
          <span className="flex flex-wrap items-center gap-2 text-sm">
            <Tag
              tone={
                outcome === "send"
                  ? "ok"
                  : outcome === "invalid"
                    ? "warn"
                    : "neutral"
              }
            >
              {outcome === "send" ? "would send" : outcome}
            </Tag>
            {problems
              .map(({ path, message }) => `${path} ${message}`.trim())
              .join("; ")}
          </span>
          {payload !== null && payload !== undefined && (
            <JsonView label="What would be sent" value={payload} />
          )}
        </li>
      ))}
    </ol>
  );
}
