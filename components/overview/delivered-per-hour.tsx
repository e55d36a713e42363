import { formatCount } from "@/components/ledger/outcomes";
import { AreaChart } from "@/components/ui/area-chart";
import { Card } from "@/components/ui/card";
import { hourLabel } from "@/components/ui/hour-label";
import { Skeleton } from "@/components/ui/skeleton";
import type { OverviewDto } from "@/lib/services/overview/schemas";

const series = [
  { name: "delivered", stroke: "var(--segment)", fill: "var(--segment-soft)" },
  { name: "rejected", stroke: "var(--bad)" },
];
const HOURS_OF_A_DAY = 24;

export function DeliveredPerHour({ overview }: { overview: OverviewDto }) {
  const { perHour, hours } = overview;
  const total = (name: "delivered" | "rejected") =>
    formatCount(perHour.reduce((sum, hour) => sum + hour[name], 0));
  return (
    <Card
      title="Delivered per hour"
      aside={
        <div className="flex gap-4 text-xs">
          <span className="inline-flex items-center gap-1.5">
            <i className="size-[9px] rounded-[2px] bg-ok" />
            delivered <b className="font-semibold">{total("delivered")}</b>
          </span>
          <span className="inline-flex items-center gap-1.5">
            <i className="size-[9px] rounded-[2px] bg-bad" />
            rejected <b className="font-semibold">{total("rejected")}</b>
          </span>
        </div>
      }
    >
      <div className="p-4">
        {perHour.length === 0 ? (
          <Skeleton className="h-[150px]" />
        ) : (
          <AreaChart
            title="Delivered and rejected records per hour"
            series={series}
            points={perHour.map(({ at, delivered, rejected }) => ({
              label: hourLabel(new Date(at), hours > HOURS_OF_A_DAY),
              values: [delivered, rejected],
            }))}
          />
        )}
      </div>
    </Card>
  );
}
