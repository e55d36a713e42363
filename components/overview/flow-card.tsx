import { cx } from "class-variance-authority";
import { formatCount } from "@/components/ledger/outcomes";
import { Card } from "@/components/ui/card";
import { Tag } from "@/components/ui/tag";
import type { OverviewDto } from "@/lib/services/overview/schemas";

const THICKNESS_PX_MIN = 3;
const THICKNESS_PX_MAX = 22;
const PX_PER_DECADE = 4;

/** Violet flows in, green flows out; the line is as thick as the flow is strong. */
export function FlowCard({ overview }: { overview: OverviewDto }) {
  const perMinute = overview.flows.reduce(
    (sum, flow) => sum + flow.perMinute,
    0,
  );
  const live = overview.flows.filter(({ sync }) => sync.status === "live");
  const waiting = live.filter(({ sync }) => sync.waiting !== null);
  const { heap, segment } = overview.connections;
  return (
    <Card
      title="Flow"
      className="flex flex-col"
      aside={<Health live={live.length} waiting={waiting.length} />}
    >
      <div className="grid grow grid-cols-[auto_1fr_auto_1fr_auto] items-center px-4 py-8 md:grid-cols-[136px_1fr_auto_1fr_136px]">
        <End name="Heap" tone="heap" note={countOf(heap)} />
        <Line
          perMinute={perMinute}
          className="from-heap to-[color-mix(in_srgb,var(--heap),var(--segment))]"
        >
          {rate(perMinute)}
        </Line>
        <div className="grid justify-items-center rounded-[10px] border border-line-strong px-2.5 py-6 text-xs">
          <b className="font-semibold">Sluice</b>
          <span className="text-ink-3 max-md:hidden">{live.length} live</span>
          <span className="text-ink-3 tabular-nums md:hidden">
            {rate(perMinute)}
          </span>
        </div>
        <Line
          perMinute={perMinute}
          className="from-[color-mix(in_srgb,var(--heap),var(--segment))] to-segment"
        />
        <End name="Segment" tone="segment" note={countOf(segment)} />
      </div>
    </Card>
  );
}

function End({
  name,
  tone,
  note,
}: {
  name: string;
  tone: "heap" | "segment";
  note: string;
}) {
  return (
    <div
      className={cx(
        "grid content-center rounded-[10px] px-3 py-7 md:px-4",
        tone === "heap" ? "bg-heap-soft" : "bg-segment-soft",
      )}
    >
      <b
        className={cx(
          "font-semibold",
          tone === "heap" ? "text-heap" : "text-segment",
        )}
      >
        {name}
      </b>
      <span className="text-xs text-ink-2">{note}</span>
    </div>
  );
}

function Line({
  perMinute,
  className,
  children,
}: {
  perMinute: number;
  className: string;
  children?: string;
}) {
  const height = Math.min(
    THICKNESS_PX_MAX,
    THICKNESS_PX_MIN + Math.log10(1 + perMinute) * PX_PER_DECADE,
  );
  return (
    <div className="relative min-w-4">
      {children !== undefined && (
        <span className="absolute bottom-full left-1/2 mb-3 -translate-x-1/2 text-xs whitespace-nowrap text-ink-2 max-md:hidden">
          records ·{" "}
          <b className="font-semibold text-ink tabular-nums">{children}</b>
        </span>
      )}
      <div
        style={{ height }}
        className={cx(
          "bg-linear-to-r",
          perMinute > 0 ? "opacity-50" : "opacity-25",
          className,
        )}
      />
    </div>
  );
}

function Health({ live, waiting }: { live: number; waiting: number }) {
  if (waiting > 0)
    return (
      <Tag tone="warn" dot>
        {waiting} of {live} wait
      </Tag>
    );
  if (live === 0) return <Tag>Nothing is live</Tag>;
  return (
    <Tag tone="ok" dot>
      All live syncs flow
    </Tag>
  );
}

const countOf = (count: number) =>
  `${count} connection${count === 1 ? "" : "s"}`;

const rate = (perMinute: number) =>
  perMinute > 0 && perMinute < 1
    ? "under 1/min"
    : `${formatCount(Math.round(perMinute))}/min`;
