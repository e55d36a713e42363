import { AreaChart, type Series } from "@/components/ui/area-chart";
import { Card } from "@/components/ui/card";
import { hourLabel } from "@/components/ui/hour-label";
import type {
  ConnectionStatusDto,
  PassedDto,
} from "@/lib/services/connection/schemas";
import { durationWords } from "./duration-words";

const TIMES: Series[] = [
  { name: "p50", stroke: "var(--ok)" },
  { name: "p95", stroke: "var(--run)" },
  { name: "p99", stroke: "var(--warn)" },
];
const REQUESTS: Series[] = [
  { name: "went well", stroke: "var(--ok)", fill: "var(--ok-soft)" },
  { name: "throttled", stroke: "var(--warn)" },
  { name: "failed", stroke: "var(--bad)" },
];
const DAY_SECONDS = 86_400;

type Read = (passed: PassedDto) => number[];

/** How the window went: requests, how long they took, records and how long those were under way. */
export function PassageCharts({ status }: { status: ConnectionStatusDto }) {
  const isSource = status.connection.kind === "heap";
  return (
    <div className="grid gap-4 lg:grid-cols-2">
      <Chart
        status={status}
        title="Requests"
        series={REQUESTS}
        read={({ ok, throttled, refused, failed, unanswered }) => [
          ...[ok, throttled, refused + failed + unanswered],
        ]}
      />
      <Chart
        status={status}
        title="Request duration"
        series={TIMES}
        format={durationWords}
        read={({ duration }) => timesOf(duration)}
      />
      <Chart
        status={status}
        title={isSource ? "Records in" : "Records out"}
        series={[
          {
            name: isSource ? "accepted" : "delivered",
            stroke: isSource ? "var(--heap)" : "var(--segment)",
            fill: isSource ? "var(--heap-soft)" : "var(--segment-soft)",
          },
          { name: "rejected", stroke: "var(--bad)" },
        ]}
        read={({ records, rejected }) => [records, rejected]}
      />
      {!isSource && (
        <Chart
          status={status}
          title="Record delay, arrival to answer"
          series={TIMES}
          format={durationWords}
          read={({ delay }) => timesOf(delay)}
        />
      )}
    </div>
  );
}

const timesOf = ({ p50, p95, p99 }: PassedDto["delay"]) => [
  ...[p50 ?? 0, p95 ?? 0, p99 ?? 0],
];

function Chart({
  status,
  title,
  series,
  read,
  format,
}: {
  status: ConnectionStatusDto;
  title: string;
  series: Series[];
  read: Read;
  format?: (value: number) => string;
}) {
  const { points, stepSeconds } = status;
  const isSource = status.connection.kind === "heap";
  const withDay = points.length * stepSeconds > DAY_SECONDS;
  return (
    <Card title={title} aside={<Keys series={series} />}>
      <div className="p-4">
        <AreaChart
          title={title}
          series={series}
          {...(format === undefined ? {} : { format })}
          points={points.map((point) => ({
            label: hourLabel(new Date(point.at), withDay),
            values: read(isSource ? point.in : point.out),
          }))}
        />
      </div>
    </Card>
  );
}

function Keys({ series }: { series: Series[] }) {
  return (
    <div className="flex flex-wrap gap-x-4 text-xs">
      {series.map(({ name, stroke }) => (
        <span key={name} className="inline-flex items-center gap-1.5">
          <i
            className="size-[9px] rounded-[2px]"
            style={{ background: stroke }}
          />
          {name}
        </span>
      ))}
    </div>
  );
}
