"use client";
import { cx } from "class-variance-authority";
import { formatCount } from "@/components/ledger/outcomes";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { Notice } from "@/components/ui/notice";
import { SkeletonRows } from "@/components/ui/skeleton";
import { useChunks } from "@/lib/queries/runs";
import type { ChunkDto, RunDto } from "@/lib/services/run/schemas";

const SHOWN_MAX = 14;

/** When each chunk ran, and how it ended. */
export function ChunkTimeline({ run }: { run: RunDto }) {
  const { data, error } = useChunks(run);
  const shown = data?.slice(-SHOWN_MAX) ?? [];
  return (
    <Card
      title="Chunks"
      aside={
        <div className="text-ink-2 flex gap-4 text-xs">
          <Key fill="bg-ok" word="sent" />
          <Key fill="bg-bad" word="failed try" />
        </div>
      }
    >
      {error !== null && (
        <Notice tone="bad" className="m-4">
          {error.message}
        </Notice>
      )}
      {data === undefined ? (
        <SkeletonRows />
      ) : shown.length === 0 ? (
        <EmptyState title="No chunk yet">
          The first one starts within seconds.
        </EmptyState>
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
  const spans = chunks.map((chunk) => ({
    chunk,
    from: Date.parse(chunk.startedAt),
    to: Date.parse(chunk.finishedAt),
  }));
  const start = Math.min(...spans.map(({ from }) => from));
  const end = Math.max(...spans.map(({ to }) => to));
  const lengthMs = Math.max(1, end - start);
  const percent = (ms: number) => `${((ms / lengthMs) * 100).toFixed(2)}%`;
  return (
    <div className="grid gap-1.5 p-4 text-xs">
      {hidden > 0 && (
        <p className="text-ink-3">
          The last {chunks.length}; {formatCount(hidden)} before them.
        </p>
      )}
      <ol className="grid gap-1.5">
        {spans.map(({ chunk, from, to }) => (
          <li
            key={chunk.number}
            className="grid grid-cols-[64px_minmax(0,1fr)_110px] items-center gap-2"
          >
            <span className="text-ink-2">chunk {chunk.number}</span>
            <span className="bg-sunken relative h-3 rounded-[3px]">
              <i
                title={`${to - from} ms`}
                className={cx(
                  "absolute inset-y-0 min-w-[3px] rounded-[3px]",
                  chunk.fault === null ? "bg-ok" : "bg-bad",
                )}
                style={{
                  left: percent(from - start),
                  width: percent(to - from),
                }}
              />
            </span>
            <span
              className="text-ink-2 truncate text-right tabular-nums"
              title={chunk.fault?.message}
            >
              {chunkWords(chunk)}
            </span>
          </li>
        ))}
      </ol>
      <div className="text-ink-3 grid grid-cols-[64px_minmax(0,1fr)_110px] gap-2 tabular-nums">
        <span />
        <span className="flex justify-between">
          <span>0</span>
          <span>{lengthWords(lengthMs)}</span>
        </span>
        <span />
      </div>
    </div>
  );
}

const lengthWords = (ms: number) =>
  ms < 1_000 ? `${ms} ms` : `${(ms / 1_000).toFixed(1)} s`;

function chunkWords({ kind, ledger, fault }: ChunkDto): string {
  const count =
    kind === "read"
      ? formatCount(ledger.read)
      : `${formatCount(-ledger.pending)} resent`;
  if (fault === null) return count;
  return `${fault.status ?? "no answer"} · ${count}`;
}
