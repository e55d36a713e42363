"use client";
import Link from "next/link";
import { useState } from "react";
import { ComparisonCard } from "@/components/comparison/comparison-card";
import { BooksCard } from "@/components/ledger/books-card";
import { ReplayCard, ReplayWords } from "@/components/replay/replay-card";
import { DetailState } from "@/components/shell/detail-state";
import { useMay } from "@/components/shell/session";
import { PauseDialog } from "@/components/syncs/pause-dialog";
import { Button } from "@/components/ui/button";
import { ClockTime } from "@/components/ui/clock-time";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { Notice } from "@/components/ui/notice";
import { PageHead } from "@/components/ui/page-head";
import { RelativeTime } from "@/components/ui/relative-time";
import { Tag } from "@/components/ui/tag";
import { formatCount } from "@/components/ledger/outcomes";
import { useCancelRun, useRun } from "@/lib/queries/runs";
import { useSync } from "@/lib/queries/syncs";
import type { RunDto } from "@/lib/services/run/schemas";
import type { SyncDto } from "@/lib/services/sync/schemas";
import { causeWord } from "./cause-word";
import { ChunkTimeline } from "./chunk-timeline";
import { FailuresCard } from "./failures-card";
import { LogCard } from "./log-card";
import { RecordsCard } from "./records-card";
import { RunCause } from "./run-cause";
import { RunStatusTag } from "./run-status";

/** One run: its books, its chunks, why records failed, and each record. */
export function RunScreen({ id }: { id: string }) {
  const { data: run, error } = useRun(id);
  if (run === undefined)
    return (
      <DetailState
        error={error}
        what="run"
        list={{ href: "/runs", label: "All runs" }}
      />
    );
  return <Run run={run} problem={error?.message ?? null} />;
}

function Run({ run, problem }: { run: RunDto; problem: string | null }) {
  const sync = useSync(run.syncId).data;
  const [isCancelling, setIsCancelling] = useState(false);
  const isOpen = run.finishedAt === null;
  const cause = causeWord(run);
  return (
    <>
      <PageHead
        crumb={
          <>
            <Link href="/runs" className="hover:text-ink">
              Runs
            </Link>
            {" / "}
            <Link href={`/syncs/${run.syncId}`} className="hover:text-ink">
              {sync?.name ?? "…"}
            </Link>
          </>
        }
        title={`Run ${run.number}`}
        tags={
          <>
            <RunStatusTag run={run} />
            {cause !== null && <Tag>{cause}</Tag>}
            <Tag>v{run.syncVersion}</Tag>
          </>
        }
        lead={<Lead run={run} sync={sync} />}
        actions={
          isOpen && (
            <>
              {run.comparison !== null && sync?.status === "live" && (
                <PauseSync sync={sync} pending={run.ledger.pending} />
              )}
              <Button onClick={() => setIsCancelling(true)}>Cancel run</Button>
            </>
          )
        }
      />
      <div className="grid gap-4">
        {problem !== null && <Notice tone="bad">{problem}</Notice>}
        <RunCause run={run} sync={sync} />
        <ReplayCard run={run} />
        <ComparisonCard run={run} sync={sync} />
        <BooksCard ledger={run.ledger} />
        <div className="grid gap-4 lg:grid-cols-[minmax(0,1.5fr)_minmax(0,1fr)]">
          <ChunkTimeline run={run} />
          <FailuresCard run={run} />
        </div>
        <RecordsCard run={run} />
        <LogCard run={run} />
      </div>
      {isCancelling && (
        <CancelRun run={run} onClose={() => setIsCancelling(false)} />
      )}
    </>
  );
}

const STARTED: Record<string, string> = {
  ...{ manual: "Asked for", schedule: "Started by its schedule" },
};

function Lead({ run, sync }: { run: RunDto; sync: SyncDto | undefined }) {
  const waiting = sync?.waiting ?? null;
  const isOpen = run.finishedAt === null;
  return (
    <>
      {run.replay === null ? (
        (STARTED[run.trigger] ?? "Started")
      ) : (
        <ReplayWords replay={run.replay} />
      )}{" "}
      <RelativeTime at={run.startedAt} />
      {run.finishedAt !== null &&
        `, took ${durationWords(run.startedAt, run.finishedAt)}`}
      .{isOpen && waiting === null && ` ${ledgerWords(run)}`}
      {isOpen && waiting !== null && waiting.reason !== "paused" && (
        <>
          {" "}
          Waiting for Segment since <ClockTime at={waiting.since} />:{" "}
          {waiting.detail ?? "it does not answer well."}
        </>
      )}
      {run.retries > 0 && ` ${formatCount(run.retries)} retries.`}
      {run.violations > 0 &&
        ` ${formatCount(run.violations)} sent although they violate the tracking plan.`}
    </>
  );
}

/** A stream's run stays open for an hour: it should say whether it is behind. */
function ledgerWords({ ledger, trigger, comparison }: RunDto): string {
  if (ledger.pending > 0)
    return `${formatCount(ledger.pending)} records are pending.`;
  if (trigger === "replay") return "Sending.";
  if (comparison !== null) return comparison.isDone ? "Sending." : "Comparing.";
  if (trigger !== "stream") return "Reading.";
  return "Everything read is accounted for; it goes on with what arrives.";
}

function durationWords(from: string, to: string): string {
  const seconds = (Date.parse(to) - Date.parse(from)) / 1_000;
  if (seconds < 60) return `${seconds.toFixed(1)} s`;
  const minutes = Math.floor(seconds / 60);
  return `${minutes} min ${Math.round(seconds % 60)} s`;
}

function CancelRun({ run, onClose }: { run: RunDto; onClose: () => void }) {
  const cancel = useCancelRun(run.id);
  return (
    <ConfirmDialog
      isOpen
      onClose={onClose}
      title={`Cancel run ${run.number}?`}
      consequence={cancelWords(run)}
      action="Cancel run"
      isBusy={cancel.isPending}
      error={cancel.error?.message ?? null}
      onConfirm={() => cancel.mutate(undefined, { onSuccess: onClose })}
    />
  );
}

function cancelWords({ comparison, ledger: { pending } }: RunDto): string {
  if (pending > 0)
    return `${formatCount(pending)} pending records become dead letters. This can’t be undone.`;
  if (comparison !== null)
    return "It compares no more. Who was found to differ so far is sent by the next run, which looks at the others as well.";
  return "It reads no more. Nothing is pending, so no record is affected; the sync goes on in a new run when records arrive.";
}

/** A pause is the sync's: it ends this run, and the next one goes on where it stood. */
function PauseSync({ sync, pending }: { sync: SyncDto; pending: number }) {
  const [isPausing, setIsPausing] = useState(false);
  if (!useMay("editor")) return null;
  return (
    <>
      <Button onClick={() => setIsPausing(true)}>Pause the sync</Button>
      {isPausing && (
        <PauseDialog
          sync={sync}
          pending={pending}
          onClose={() => setIsPausing(false)}
        />
      )}
    </>
  );
}
