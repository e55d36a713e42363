"use client";
import { cx } from "class-variance-authority";
import { formatCount } from "@/components/ledger/outcomes";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { ErrorNotice } from "@/components/ui/error-notice";
import { SkeletonRows } from "@/components/ui/skeleton";
import { useChunks } from "@/lib/queries/runs";
import type { ChunkDto, RunDto } from "@/lib/services/run/schemas";
import { layOutChunks, type PlacedSpan } from "./lay-out-chunks";

const SHOWN_MAX = 14;

/** When each chunk ran, and how it ended. */
export function ChunkTimeline({ run }: { run: RunDto }) {
  const { data, error } = useChunks(run);
  const shown = data?.slice(-SHOWN_MAX) ?? [];
  return (
    <Card
      title="Chunks"
      aside={
        <div className="flex gap-4 text-xs text-ink-2">
          <Key fill="bg-ok" word="sent" />
          <Key fill="bg-bad" word="failed try" />
        </div>
      }
    >
      <ErrorNotice error={error} className="m-4" />
      {data === undefined ? (
        <SkeletonRows />
      ) : shown.length === 0 ? (
        <NoChunk run={run} />
      ) : (
        <Bars chunks={shown} hidden={data.length - shown.length} />
      )}
    </Card>
  );
}

function Key({ fill, word }: { fill: string; word: string }) {
  return (
    <span className="inline-flex items-center gap-1.5">
      <i className={cx("size-[9px] rounded-[2px]", fill)} />
      {word}
    </span>
  );
}

function Bars({ chunks, hidden }: { chunks: ChunkDto[]; hidden: number }) {
  const { placed, workMs } = layOutChunks(
    chunks.map(({ startedAt, finishedAt }) => ({
      fromMs: Date.parse(startedAt),
      toMs: Date.parse(finishedAt),
    })),
  );
  return (
    <div className="grid gap-1.5 p-4 text-xs">
      {hidden > 0 && (
        <p className="text-ink-3">
          The last {chunks.length}; {formatCount(hidden)} before them.
        </p>
      )}
      <ol className="grid gap-1.5">
        {chunks.map((chunk, index) => (
          <li
            key={chunk.number}
            className="grid grid-cols-[64px_minmax(0,1fr)_110px] items-center gap-2"
          >
            <span className="text-ink-2">chunk {chunk.number}</span>
            <span className="relative h-3 rounded-[3px] bg-sunken">
              <Bar chunk={chunk} place={placed[index]} />
            </span>
            <span
              className="truncate text-right text-ink-2 tabular-nums"
              title={chunk.fault?.message}
            >
              {chunkWords(chunk)}
            </span>
          </li>
        ))}
      </ol>
      <div className="grid grid-cols-[64px_minmax(0,1fr)_110px] gap-2 text-ink-3 tabular-nums">
        <span />
        <span>{lengthWords(workMs)} of work, pauses cut short</span>
        <span />
      </div>
    </div>
  );
}

function Bar({
  chunk,
  place,
}: {
  chunk: ChunkDto;
  place: PlacedSpan | undefined;
}) {
  if (place === undefined) return null;
  return (
    <i
      title={lengthWords(place.toMs - place.fromMs)}
      className={cx(
        "absolute inset-y-0 min-w-[3px] rounded-[3px]",
        chunk.fault === null ? "bg-ok" : "bg-bad",
      )}
      style={{ left: percent(place.left), width: percent(place.width) }}
    />
  );
}

const percent = (share: number) => `${(share * 100).toFixed(2)}%`;

const lengthWords = (ms: number) =>
  ms < 1_000 ? `${ms} ms` : `${(ms / 1_000).toFixed(1)} s`;

function chunkWords({ kind, ledger, fault }: ChunkDto): string {
  const resent = Math.abs(ledger.pending);
  const count =
    kind === "resend"
      ? `${formatCount(resent)} sent again`
      : formatCount(ledger.read);
  if (fault === null) return count;
  const status = String(fault.status ?? "no answer");
  return kind === "resend" && resent === 0 ? status : `${status} · ${count}`;
}

/** A run may well end without having read anything. */
function NoChunk({ run }: { run: RunDto }) {
  if (run.finishedAt !== null)
    return <EmptyState title="No chunk">There was nothing to read.</EmptyState>;
  return (
    <EmptyState title="No chunk yet">
      {run.comparison === null
        ? "The first one starts within seconds."
        : "The first one starts when somebody differs."}
    </EmptyState>
  );
}
