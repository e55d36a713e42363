import { Card } from "@/components/ui/card";
import { Tag } from "@/components/ui/tag";
import { formatCount } from "@/components/ledger/outcomes";
import type { OverviewDto } from "@/lib/services/overview/schemas";

const WIDTH_MIN = 3;
const WIDTH_MAX = 22;

/** Violet flows in, green flows out; the line is as thick as the flow is strong. */
export function FlowCard({ overview }: { overview: OverviewDto }) {
  const perMinute = overview.flows.reduce(
    (sum, flow) => sum + flow.perMinute,
    0,
  );
  const live = overview.flows.filter(({ sync }) => sync.status === "live");
  const waiting = live.filter(({ sync }) => sync.waiting !== null);
  const thickness = Math.min(
    WIDTH_MAX,
    WIDTH_MIN + Math.log10(1 + perMinute) * 4,
  );
  const { heap, segment } = overview.connections;
  return (
    <Card
      title="Flow"
      aside={<Health live={live.length} waiting={waiting.length} />}
    >
      <div className="px-3.5 pt-5 pb-2.5">
        <svg
          viewBox="0 0 760 170"
          className="block w-full"
          role="img"
          aria-label={`${rateWords(perMinute)} flow from Heap through Sluice to Segment`}
        >
          <defs>
            <linearGradient id="flow">
              <stop stopColor="var(--heap)" />
              <stop offset="1" stopColor="var(--segment)" />
            </linearGradient>
          </defs>
          <path
            d="M150 85C300 85 300 84.500 380 84.500S470 85 610 85.500"
            fill="none"
            stroke="url(#flow)"
            strokeWidth={thickness}
            opacity={perMinute > 0 ? 0.5 : 0.22}
            strokeDasharray={perMinute > 0 ? undefined : "4 6"}
          />
          <Box x={14} fill="heap" name="Heap" note={countOf(heap)} />
          <Box x={610} fill="segment" name="Segment" note={countOf(segment)} />
          <text
            x="250"
            y="66"
            textAnchor="middle"
            fontSize="12.500"
            fill="var(--ink-2)"
          >
            events ·{" "}
            <tspan fontWeight="600" fill="var(--ink)">
              {rate(perMinute)}
            </tspan>
          </text>
          <rect
            x="346"
            y="45"
            width="68"
            height="80"
            rx="10"
            fill="var(--surface)"
            stroke="var(--line-strong)"
          />
          <text
            x="380"
            y="82"
            textAnchor="middle"
            fontSize="12.500"
            fontWeight="600"
            fill="var(--ink)"
          >
            Sluice
          </text>
          <text
            x="380"
            y="100"
            textAnchor="middle"
            fontSize="11"
            fill="var(--ink-3)"
          >
            {live.length} live
          </text>
        </svg>
      </div>
    </Card>
  );
}

function Box({
  x,
  fill,
  name,
  note,
}: {
  x: number;
  fill: "heap" | "segment";
  name: string;
  note: string;
}) {
  return (
    <g>
      <rect
        x={x}
        y="35"
        width="136"
        height="100"
        rx="10"
        fill={`var(--${fill}-soft)`}
      />
      <text
        x={x + 16}
        y="80"
        fontSize="14"
        fontWeight="600"
        fill={`var(--${fill})`}
      >
        {name}
      </text>
      <text x={x + 16} y="101" fontSize="12" fill="var(--ink-2)">
        {note}
      </text>
    </g>
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

const rateWords = (perMinute: number) =>
  `${formatCount(Math.round(perMinute))} events a minute`;
