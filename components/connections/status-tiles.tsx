import type { ReactNode } from "react";
import { formatCount } from "@/components/ledger/outcomes";
import { Card } from "@/components/ui/card";
import type {
  ConnectionStatusDto,
  PassedDto,
} from "@/lib/services/connection/schemas";
import { durationWords, shareWords } from "./duration-words";

const SECONDS_PER_HOUR = 3_600;

/** The numbers of the window: how well, how fast, how much. */
export function StatusTiles({ status }: { status: ConnectionStatusDto }) {
  const { out } = status;
  const isSource = status.connection.kind === "heap";
  const passed = isSource ? status.in : out;
  return (
    <div className="grid grid-cols-2 gap-4 lg:grid-cols-4">
      <Tile
        label="Requests that went well"
        value={shareWords(passed.ok, passed.requests)}
        note={requestWords(passed)}
      />
      <Times label="Request duration, p95" times={passed.duration} />
      {isSource ? (
        <Tile
          label="Records refused"
          value={formatCount(passed.rejected)}
          note={`${formatCount(passed.duplicates)} came twice and count once`}
        />
      ) : (
        <Times label="Record delay, p95" times={out.delay} />
      )}
      <Tile
        label={isSource ? "Records in an hour" : "Records out an hour"}
        value={formatCount(perHour(passed.records, status))}
        note={`${formatCount(passed.records)} in this time`}
      />
    </div>
  );
}

function Times({
  label,
  times: { p50, p95, p99 },
}: {
  label: string;
  times: PassedDto["delay"];
}) {
  return (
    <Tile
      label={label}
      value={durationWords(p95)}
      note={`p50 ${durationWords(p50)} · p99 ${durationWords(p99)}`}
    />
  );
}

function Tile({
  label,
  value,
  note,
}: {
  label: string;
  value: string;
  note: ReactNode;
}) {
  return (
    <Card className="px-4 py-3">
      <div className="text-xs text-ink-2">{label}</div>
      <div className="mt-0.5 text-xl font-semibold tabular-nums">{value}</div>
      <div className="mt-0.5 text-xs text-ink-2 tabular-nums">{note}</div>
    </Card>
  );
}

function requestWords(passed: PassedDto): string {
  if (passed.requests === 0) return "No request in this time";
  const parts = [
    [passed.throttled, "throttled"],
    [passed.refused, "refused"],
    [passed.failed, "failed"],
    [passed.unanswered, "without an answer"],
  ] as const;
  const named = parts
    .filter(([count]) => count > 0)
    .map(([count, word]) => `${formatCount(count)} ${word}`);
  return [`of ${formatCount(passed.requests)}`, ...named].join(", ");
}

function perHour(
  records: number,
  { points, stepSeconds }: ConnectionStatusDto,
) {
  const hours = (points.length * stepSeconds) / SECONDS_PER_HOUR;
  return Math.round(records / hours);
}
