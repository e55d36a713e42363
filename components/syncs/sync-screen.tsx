"use client";
import Link from "next/link";
import { BooksCard } from "@/components/ledger/books-card";
import { PipelineCard } from "@/components/pipeline/pipeline-card";
import { RunTable } from "@/components/runs/run-table";
import { NextRun } from "@/components/schedule/next-run";
import { triggerWords } from "@/components/schedule/schedule-words";
import { DetailState } from "@/components/shell/detail-state";
import { Card } from "@/components/ui/card";
import { ClockTime } from "@/components/ui/clock-time";
import { EmptyState } from "@/components/ui/empty-state";
import { ErrorNotice } from "@/components/ui/error-notice";
import { Notice } from "@/components/ui/notice";
import { PageHead } from "@/components/ui/page-head";
import { SkeletonRows } from "@/components/ui/skeleton";
import { Tag } from "@/components/ui/tag";
import { useConnections } from "@/lib/queries/connections";
import { useOverview } from "@/lib/queries/overview";
import { useRuns } from "@/lib/queries/runs";
import { useSync } from "@/lib/queries/syncs";
import type { SyncDto } from "@/lib/services/sync/schemas";
import { ACTIONS } from "@/lib/sync/actions/registry";
import { emptyLedger } from "@/lib/sync/ledger";
import { STREAMS } from "@/lib/sync/streams/registry";
import { ArrivalCard } from "./arrival-card";
import { AttentionCard } from "./attention-card";
import { DefinitionCard } from "./definition-card";
import { SyncActions } from "./sync-actions";
import { SyncState } from "./sync-state";
import { useRunning } from "./use-running";

const HOURS = 24;
const RUNS_SHOWN = 10;

/** One sync: what it does, how it is, what came of it. */
export function SyncScreen({ id }: { id: string }) {
  const { data: sync, error } = useSync(id);
  if (sync !== undefined)
    return <Sync sync={sync} problem={error?.message ?? null} />;
  return (
    <DetailState
      error={error}
      what="sync"
      list={{ href: "/syncs", label: "All syncs" }}
    />
  );
}

function Sync({ sync, problem }: { sync: SyncDto; problem: string | null }) {
  const flow = useOverview(HOURS).data?.flows.find(
    (one) => one.sync.id === sync.id,
  );
  const connections = useConnections().data ?? [];
  const { source, destination } = sync.definition;
  const from = connections.find(({ id }) => id === source.connection);
  const to = connections.find(({ id }) => id === destination.connection);
  return (
    <>
      <PageHead
        crumb={
          <Link href="/syncs" className="hover:text-ink">
            Syncs
          </Link>
        }
        title={sync.name}
        tags={
          <>
            <SyncState
              sync={sync}
              {...(flow === undefined ? {} : { pending: flow.ledger.pending })}
            />
            {sync.version !== null && <Tag>v{sync.version}</Tag>}
          </>
        }
        lead={
          <>
            Heap {STREAMS[source.stream].many} from {from?.name ?? "…"} become{" "}
            {ACTIONS[destination.action].title} calls at {to?.name ?? "…"}.
            <WhenWords sync={sync} />
          </>
        }
        actions={<SyncActions sync={sync} flow={flow} />}
      />
      <div className="grid gap-4">
        {problem !== null && <Notice tone="bad">{problem}</Notice>}
        <WaitingNotice sync={sync} />
        <DrainingNotice sync={sync} />
        <PipelineCard
          sync={sync}
          flow={flow}
          ends={{ source: from?.name ?? "…", destination: to?.name ?? "…" }}
        />
        <BooksCard ledger={flow?.ledger ?? emptyLedger()} />
        <div className="grid items-start gap-4 lg:grid-cols-2">
          {/* Only events are posted; the rest is read from Heap. */}
          {source.stream === "events" && (
            <ArrivalCard sync={sync} connection={from} />
          )}
          <DefinitionCard sync={sync} />
        </div>
        <AttentionCard syncId={sync.id} />
        <LatestRuns sync={sync} />
      </div>
    </>
  );
}

/** When it runs by itself, and next; nothing of one that is always at it. */
function WhenWords({ sync }: { sync: SyncDto }) {
  const { trigger } = useRunning(sync) ?? sync.definition;
  if (trigger.kind === "stream") return null;
  return (
    <>
      {" "}
      It runs {triggerWords(trigger)}.
      {sync.nextRunAt !== null && (
        <>
          {" "}
          <NextRun at={sync.nextRunAt} trigger={trigger} />.
        </>
      )}
    </>
  );
}

function WaitingNotice({ sync: { waiting } }: { sync: SyncDto }) {
  if (waiting === null || waiting.reason === "paused") return null;
  return (
    <Notice tone={waiting.reason === "held" ? "warn" : "run"}>
      {waiting.reason === "held" ? "Held" : "Waiting for Segment"} since{" "}
      <ClockTime at={waiting.since} />. {waiting.detail} Nothing is lost
      meanwhile.
    </Notice>
  );
}

/** A sync that drains delivers what it has read, and then is only paused. */
function DrainingNotice({ sync: { draining, waiting } }: { sync: SyncDto }) {
  if (draining === null) return null;
  return (
    <Notice tone="run">
      Draining since <ClockTime at={draining.since} />: it reads nothing new,
      and is paused once nothing is pending. {waiting?.detail}
    </Notice>
  );
}

function LatestRuns({ sync }: { sync: SyncDto }) {
  const { id: syncId } = sync;
  const { data, error } = useRuns({ syncId, status: null }, RUNS_SHOWN);
  const runs = data?.pages[0]?.data;
  return (
    <Card
      title="Runs"
      aside={
        <>
          <Link
            href={`/dead-letters?sync=${syncId}`}
            className="text-sm text-ink-2 hover:text-ink"
          >
            Dead letters
          </Link>
          <Link
            href={`/runs?sync=${syncId}`}
            className="text-sm text-ink-2 hover:text-ink"
          >
            All runs
          </Link>
        </>
      }
    >
      <ErrorNotice error={error} className="m-4" />
      {runs === undefined ? (
        <SkeletonRows rows={2} />
      ) : runs.length === 0 ? (
        <EmptyState title="No run yet">
          {sync.definition.trigger.kind === "stream"
            ? "The first one opens when a record arrives."
            : "The first one begins at its time, or when you press Run now."}
        </EmptyState>
      ) : (
        <RunTable runs={runs} />
      )}
    </Card>
  );
}
