"use client";
import { useRouter } from "next/navigation";
import { formatCount } from "@/components/ledger/outcomes";
import { useMay } from "@/components/shell/session";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { ErrorNotice } from "@/components/ui/error-notice";
import { ExactTime } from "@/components/ui/exact-time";
import { useSyncVerb } from "@/lib/queries/syncs";
import type { RunDto } from "@/lib/services/run/schemas";
import type { ComparisonDto } from "@/lib/services/snapshot/schemas";
import type { SyncDto } from "@/lib/services/sync/schemas";
import {
  comparedShare,
  DIFFERENCES,
  leftWords,
  MODE_WORDS,
  progressWords,
} from "./comparison-words";

/** How far a run has compared people, and what it found; nothing of runs that compare none. */
export function ComparisonCard({
  run,
  sync,
}: {
  run: RunDto;
  sync: SyncDto | undefined;
}) {
  const { comparison } = run;
  if (comparison === null) return null;
  const isOpen = run.finishedAt === null;
  return (
    <Card title="Comparison" aside={<Mode comparison={comparison} />}>
      <div className="grid gap-3 p-4">
        <div role="status" className="flex flex-wrap gap-x-2 text-sm">
          <span className="font-medium">
            {progressWords({ ...run, comparison })}
          </span>
          {isOpen && (
            <TimeLeft comparison={comparison} isMoving={!sync?.waiting} />
          )}
        </div>
        {isOpen && <Bar comparison={comparison} />}
        <Differences comparison={comparison} />
        {!isOpen && !comparison.isDone && <Stopped run={run} sync={sync} />}
      </div>
    </Card>
  );
}

function Mode({
  comparison: { mode, from, to },
}: {
  comparison: ComparisonDto;
}) {
  return (
    <span className="text-sm text-ink-3">
      {from === null || to === null ? (
        MODE_WORDS[mode]
      ) : (
        <>
          Who changed from <When at={from} /> to <When at={to} />, to be sent
          again
        </>
      )}
    </span>
  );
}

function When({ at }: { at: string }) {
  const text = new Date(at).toLocaleString("en", {
    ...{ day: "numeric", month: "short" },
    ...{ hour: "2-digit", minute: "2-digit", hourCycle: "h23" },
  });
  return <ExactTime at={at}>{text}</ExactTime>;
}

/** Of one that stands still nothing is known. */
function TimeLeft({
  comparison: { secondsLeft },
  isMoving,
}: {
  comparison: ComparisonDto;
  isMoving: boolean;
}) {
  if (secondsLeft === null || !isMoving) return null;
  return <span className="text-ink-2">{leftWords(secondsLeft)} left</span>;
}

function Bar({ comparison }: { comparison: ComparisonDto }) {
  const share = comparedShare(comparison);
  return (
    <div
      role="progressbar"
      aria-label="People compared"
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={Math.floor(share * 100)}
      className="h-1.5 overflow-hidden rounded-full bg-sunken"
    >
      <i
        className="block h-full rounded-full bg-run transition-[width]"
        style={{ width: `${(share * 100).toFixed(1)}%` }}
      />
    </div>
  );
}

function Differences({ comparison }: { comparison: ComparisonDto }) {
  return (
    <dl className="flex flex-wrap gap-x-[18px] gap-y-1.5 text-sm">
      {DIFFERENCES.map(({ name, label }) => (
        <div key={name} className="flex gap-1.5">
          <dt className="text-ink-2">{label}</dt>
          <dd data-difference={name} className="font-semibold tabular-nums">
            {formatCount(comparison[name])}
          </dd>
        </div>
      ))}
    </dl>
  );
}

/** Why a comparison came to no end, and what becomes of the rest. */
function Stopped({ run, sync }: { run: RunDto; sync: SyncDto | undefined }) {
  const router = useRouter();
  const resume = useSyncVerb(run.syncId, "resume");
  const mayEdit = useMay("editor");
  const isPaused = sync?.status === "paused";
  if (run.status === "cancelled")
    return (
      <p className="text-sm text-ink-2">
        It was cancelled. The next run sends who was found to differ by then,
        and looks at the others.
      </p>
    );
  return (
    <div className="flex flex-wrap items-center gap-3 text-sm">
      <p className="text-ink-2">
        {isPaused
          ? "The sync is paused. Once it is resumed, a new run goes on where this one stood."
          : "It was interrupted. A later run looks at the others."}
      </p>
      {isPaused && mayEdit && (
        <Button
          isBusy={resume.isPending}
          onClick={() =>
            resume.mutate(undefined, {
              onSuccess: () => router.push(`/syncs/${run.syncId}`),
            })
          }
        >
          Resume the sync
        </Button>
      )}
      <ErrorNotice error={resume.error} />
    </div>
  );
}
