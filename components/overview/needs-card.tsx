import { cx } from "class-variance-authority";
import Link from "next/link";
import type { ReactNode } from "react";
import { formatCount } from "@/components/ledger/outcomes";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { ClockTime } from "@/components/ui/clock-time";
import { EmptyState } from "@/components/ui/empty-state";
import { RelativeTime } from "@/components/ui/relative-time";
import { Tag } from "@/components/ui/tag";
import { useOpenAlerts } from "@/lib/queries/alerts";
import type { AlertDto } from "@/lib/services/alert/schemas";
import type {
  FlowDto,
  NeedDto,
  OverviewDto,
} from "@/lib/services/overview/schemas";

type Item = {
  key: string;
  dot: string;
  title: string;
  detail: ReactNode;
  href: string;
  action: string;
};

/** What somebody should look at, the worst first. */
export function NeedsCard({ overview }: { overview: OverviewDto }) {
  const alerts = (useOpenAlerts().data ?? []).filter(
    ({ mutes }) => mutes.length === 0,
  );
  // An alert about a connection names the syncs that wait for it: they are not listed again.
  const told = new Set(
    alerts
      .filter(({ subject }) => subject.kind === "connection")
      .flatMap(({ syncs }) => syncs.map(({ id }) => id)),
  );
  const items = [
    ...alerts.map(ofAlert),
    ...overview.flows.filter(({ sync }) => !told.has(sync.id)).flatMap(ofFlow),
    ...overview.needs.map(ofNeed),
  ];
  return (
    <Card title="Needs you" aside={<Tag>{items.length}</Tag>}>
      {items.length === 0 ? (
        <EmptyState title="Nothing needs you">
          Every record arrived or was filtered as asked.
        </EmptyState>
      ) : (
        <ul className="lg:max-h-[340px] lg:overflow-y-auto">
          {items.map(({ key, dot, title, detail, href, action }) => (
            <li
              key={key}
              className="flex items-start gap-2 border-b border-line px-4 py-3 last:border-b-0"
            >
              <span
                aria-hidden
                className={cx("mt-1.5 size-2 flex-none rounded-full", dot)}
              />
              <div className="min-w-0 grow">
                <div className="text-sm font-[550] [overflow-wrap:anywhere]">
                  {title}
                </div>
                <div className="text-xs text-ink-2">{detail}</div>
              </div>
              <Button asChild size="sm">
                <Link href={href}>{action}</Link>
              </Button>
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}

function ofAlert(alert: AlertDto): Item {
  const isBad = alert.severity === "critical" || alert.severity === "error";
  return {
    key: alert.id,
    dot: isBad ? "bg-bad" : "bg-warn",
    title: alert.title,
    detail: (
      <>
        Alert since <ClockTime at={alert.openedAt} />
      </>
    ),
    href: "/alerts",
    action: "See alert",
  };
}

function ofFlow({ sync }: FlowDto): Item[] {
  const href = `/syncs/${sync.id}`;
  if (sync.status === "draft")
    return [
      {
        key: sync.id,
        dot: "bg-line-strong",
        title: `${sync.name} is a draft`,
        detail: "Nothing flows before it is published.",
        href,
        action: "Publish",
      },
    ];
  const { waiting } = sync;
  if (waiting === null || waiting.reason === "paused") return [];
  const isHeld = waiting.reason === "held";
  return [
    {
      key: sync.id,
      dot: isHeld ? "bg-warn" : "bg-run",
      title: isHeld ? `${sync.name} is held` : `${sync.name} waits for Segment`,
      detail: (
        <>
          Since <ClockTime at={waiting.since} />. {waiting.detail} Nothing is
          lost meanwhile.
        </>
      ),
      href,
      action: isHeld ? "Review" : "See",
    },
  ];
}

function ofNeed(need: NeedDto): Item {
  if (need.kind === "kept")
    return {
      key: `kept ${need.syncId}`,
      dot: "bg-warn",
      title: `${need.syncName} has not read records that are older than ${need.retentionDays} days`,
      detail: (
        <>
          They are kept until it has. The oldest came{" "}
          <RelativeTime at={need.since} />.
        </>
      ),
      href: `/syncs/${need.syncId}`,
      action: "See",
    };
  if (need.kind === "refused")
    return {
      key: `refused ${need.connectionId}`,
      dot: "bg-warn",
      title: `${formatCount(need.count)} records were refused on arrival: ${need.message}`,
      detail: (
        <>
          {need.connectionName}, first <RelativeTime at={need.since} />
        </>
      ),
      href: `/connections?open=${need.connectionId}`,
      action: "See",
    };
  return {
    key: `failed ${need.syncId} ${need.outcome} ${need.code}`,
    dot: need.outcome === "rejected" ? "bg-bad" : "bg-warn",
    title: `${formatCount(need.count)} records ${need.outcome === "rejected" ? "rejected" : "invalid"}: ${need.message}`,
    detail: (
      <>
        {need.syncName}, first <RelativeTime at={need.since} />
      </>
    ),
    href: `/runs/${need.runId}?outcome=${need.outcome}`,
    action: "See records",
  };
}
