"use client";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { CodeBlock } from "@/components/ui/code-block";
import { ErrorNotice } from "@/components/ui/error-notice";
import { Skeleton } from "@/components/ui/skeleton";
import type { Condition } from "@/lib/mapping/condition";
import { useSendSample } from "@/lib/queries/connections";
import type { ConnectionDto } from "@/lib/services/connection/schemas";
import type { SyncDto } from "@/lib/services/sync/schemas";

const SAMPLE_COUNT = 5;

/** Where events are posted, and a way to see some travel. */
export function ArrivalCard({
  sync,
  connection,
}: {
  sync: SyncDto;
  connection: ConnectionDto | undefined;
}) {
  const url = connection?.ingestUrl ?? null;
  const event = eventOf(sync.definition.source.where ?? null);
  return (
    <Card title="Post Heap’s events here">
      <div className="grid gap-3 p-4">
        {url === null ? (
          <Skeleton className="h-10" />
        ) : (
          <>
            <CodeBlock text={url} label="Ingest address" />
            <details>
              <summary className="w-fit text-sm text-ink-2 hover:text-ink">
                As a command
              </summary>
              <div className="mt-2">
                <CodeBlock text={curlOf(url, event)} label="Command" />
              </div>
            </details>
          </>
        )}
        {connection !== undefined && (
          <SendSample
            connectionId={connection.id}
            event={event}
            isLive={sync.status === "live"}
          />
        )}
      </div>
    </Card>
  );
}

function SendSample({
  connectionId,
  event,
  isLive,
}: {
  connectionId: string;
  event: string | null;
  isLive: boolean;
}) {
  const send = useSendSample(connectionId);
  const [sent, setSent] = useState(0);
  return (
    <div className="flex flex-wrap items-center gap-3">
      <Button
        isBusy={send.isPending}
        onClick={() =>
          send.mutate(
            { event, count: SAMPLE_COUNT },
            { onSuccess: ({ accepted }) => setSent(sent + accepted) },
          )
        }
      >
        {send.isPending ? "Sending …" : "Send a sample"}
      </Button>
      <ErrorNotice error={send.error} />
      {sent > 0 && (
        <span role="status" className="text-sm text-ink-2">
          {sent} sample events accepted.
          {!isLive && " They are read once the sync is live."}
        </span>
      )}
    </div>
  );
}

/** An event that the filter lets through, so that a sample arrives. */
function eventOf(where: Condition | null): string | null {
  if (where === null || !("path" in where) || where.path !== "event")
    return null;
  const { op, value } = where;
  const first = op === "in" && Array.isArray(value) ? value[0] : value;
  return (op === "=" || op === "in") && typeof first === "string"
    ? first
    : null;
}

function curlOf(url: string, event: string | null): string {
  const body = {
    event_id: "9001",
    event: event ?? "Sign Up - Completed",
    identity: "ann@acme.io",
    time: "2026-11-01T10:00:00.000Z",
    properties: { plan_name: "Pro" },
  };
  const quoted = JSON.stringify(body).replaceAll("'", String.raw`'\''`);
  return `curl -X POST ${url} -H 'Content-Type: application/json' -d '${quoted}'`;
}
