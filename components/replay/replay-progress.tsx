"use client";
import Link from "next/link";
import { RunStatusTag } from "@/components/runs/run-status";
import { LedgerBar } from "@/components/ledger/ledger-bar";
import { formatCount, outcomes } from "@/components/ledger/outcomes";
import { Button } from "@/components/ui/button";
import { ErrorNotice } from "@/components/ui/error-notice";
import { useRun } from "@/lib/queries/runs";
import type { RunDto } from "@/lib/services/run/schemas";

/** How far a replay that was started here is; it goes on without being watched. */
export function ReplayProgress({
  started,
  onClose,
}: {
  started: RunDto;
  onClose: () => void;
}) {
  const { data, error } = useRun(started.id);
  const run = data ?? started;
  const isOpen = run.finishedAt === null;
  return (
    <div className="mt-4 grid gap-4">
      <ErrorNotice error={error} />
      <div role="status" className="grid gap-2 text-sm">
        <p className="flex flex-wrap items-center gap-2">
          <RunStatusTag run={run} />
          <span>{takenWords(run)}</span>
        </p>
        {isOpen && <ReplayBar run={run} />}
        <LedgerBar ledger={run.ledger} />
        <p className="text-ink-2">{outcomeWords(run)}</p>
      </div>
      <p className="text-sm text-ink-2">
        {isOpen
          ? "It goes on when you close this; its page has every record."
          : "Its page has every record."}
      </p>
      <div className="flex justify-end gap-2">
        <Button onClick={onClose}>Close</Button>
        <Button asChild variant="primary">
          <Link href={`/runs/${run.id}`}>Open run {run.number}</Link>
        </Button>
      </div>
    </div>
  );
}

/** How much of a replay's records were taken. */
export function ReplayBar({ run: { replay, ledger } }: { run: RunDto }) {
  if (replay === null) return null;
  const share = Math.min(1, replay.share);
  return (
    <div
      role="progressbar"
      aria-label="Records taken"
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={Math.floor(share * 100)}
      aria-valuetext={`${formatCount(ledger.read)} records taken`}
      className="h-1.5 overflow-hidden rounded-full bg-sunken"
    >
      <i
        className="block h-full rounded-full bg-run transition-[width]"
        style={{ width: `${(share * 100).toFixed(1)}%` }}
      />
    </div>
  );
}

/** As in "1,204 of 5,000 records taken". */
export function takenWords({ ledger, replay }: RunDto): string {
  const total = replay?.total ?? null;
  if (total === null) return `${formatCount(ledger.read)} records taken`;
  return `${formatCount(ledger.read)} of ${formatCount(total)} records taken`;
}

function outcomeWords({ ledger }: RunDto): string {
  const parts = outcomes
    .filter(({ name }) => ledger[name] > 0)
    .map(({ name, label }) => `${formatCount(ledger[name])} ${label}`);
  return parts.length === 0 ? "Nothing was sent yet." : `${parts.join(", ")}.`;
}
