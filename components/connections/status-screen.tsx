"use client";
import Link from "next/link";
import { useRouter, useSearchParams } from "next/navigation";
import { useState } from "react";
import { DetailState } from "@/components/shell/detail-state";
import { Button } from "@/components/ui/button";
import { Select } from "@/components/ui/field";
import { Notice } from "@/components/ui/notice";
import { PageHead } from "@/components/ui/page-head";
import { Tag } from "@/components/ui/tag";
import { connectors } from "@/lib/connectors/registry";
import { useConnectionStatus } from "@/lib/queries/connections";
import {
  STATUS_WINDOWS,
  type ConnectionStatusDto,
  type StatusWindow,
} from "@/lib/services/connection/schemas";
import { ConnectCard } from "./connect/connect-card";
import { ConnectionEvents } from "./connection-events";
import { ConnectionSyncs } from "./connection-syncs";
import { EditConnection } from "./edit-connection";
import { HeapWebhooks } from "./heap-webhooks";
import { LimitsCard } from "./limits-card";
import { PassageCharts } from "./passage-charts";
import { StateLead, StateTag } from "./connection-state";
import { StatusTiles } from "./status-tiles";
import { TraitsCard } from "./traits/traits-card";

const WINDOW_WORDS: Record<StatusWindow, string> = {
  "1h": "Last hour",
  "24h": "Last 24 hours",
  "7d": "Last 7 days",
};

/** One connection: how it is doing, how fast and how well it answered, and who uses it. */
export function StatusScreen({ id }: { id: string }) {
  const given = useSearchParams().get("window");
  const window = STATUS_WINDOWS.find((one) => one === given) ?? "24h";
  const { data, error } = useConnectionStatus(id, window);
  if (data === undefined)
    return (
      <DetailState
        error={error}
        what="connection"
        list={{ href: "/connections", label: "All connections" }}
      />
    );
  return (
    <Status status={data} window={window} problem={error?.message ?? null} />
  );
}

function Status({
  status,
  window,
  problem,
}: {
  status: ConnectionStatusDto;
  window: StatusWindow;
  problem: string | null;
}) {
  const router = useRouter();
  const { connection } = status;
  const [isEditing, setIsEditing] = useState(false);
  const { kind } = connection;
  return (
    <>
      <PageHead
        crumb={
          <Link href="/connections" className="hover:text-ink">
            Connections
          </Link>
        }
        title={connection.name}
        tags={
          <>
            <Tag tone={kind === "warehouse" ? "neutral" : kind}>
              {connectors[kind].title}
            </Tag>
            <StateTag status={status} />
          </>
        }
        lead={<StateLead status={status} />}
        actions={
          <>
            <Select
              aria-label="Time shown"
              isInline
              value={window}
              onChange={(event) =>
                router.replace(
                  `/connections/${connection.id}?window=${event.target.value}`,
                  { scroll: false },
                )
              }
            >
              {STATUS_WINDOWS.map((value) => (
                <option key={value} value={value}>
                  {WINDOW_WORDS[value]}
                </option>
              ))}
            </Select>
            <Button onClick={() => setIsEditing(true)}>Settings</Button>
          </>
        }
      />
      <div className="grid gap-4">
        {problem !== null && <Notice tone="bad">{problem}</Notice>}
        <StatusTiles status={status} />
        <PassageCharts status={status} />
        <div className="grid items-start gap-4 lg:grid-cols-2">
          <div className="grid gap-4">
            {status.limits.length > 0 && <LimitsCard status={status} />}
            <ConnectionSyncs status={status} />
          </div>
          <ConnectionEvents status={status} />
        </div>
        {kind === "heap" && (
          <ConnectCard
            connectionId={connection.id}
            onEdit={() => setIsEditing(true)}
          />
        )}
        {kind === "heap" && <TraitsCard connectionId={connection.id} />}
        {kind === "heap" && <HeapWebhooks connection={connection} />}
        <Kept status={status} />
      </div>
      {isEditing && (
        <EditConnection
          connection={connection}
          usedBy={status.syncs.map(({ name }) => name)}
          onClose={() => setIsEditing(false)}
          onDeleted={() => router.push("/connections")}
        />
      )}
    </>
  );
}

function Kept({ status }: { status: ConnectionStatusDto }) {
  const { minuteHours, hourDays } = status.retention;
  return (
    <p className="text-xs text-ink-3">
      Counts by the minute are kept for {minuteHours} hours, by the hour for{" "}
      {hourDays} days. Percentiles are told from buckets: at most a factor of
      1.4 off.
    </p>
  );
}
