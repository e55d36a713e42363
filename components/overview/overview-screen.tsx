"use client";
import Link from "next/link";
import { useRouter, useSearchParams } from "next/navigation";
import { SyncTable } from "@/components/syncs/sync-table";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Select } from "@/components/ui/field";
import { ErrorNotice } from "@/components/ui/error-notice";
import { PageHead } from "@/components/ui/page-head";
import { Skeleton } from "@/components/ui/skeleton";
import { useOverview } from "@/lib/queries/overview";
import type { OverviewDto } from "@/lib/services/overview/schemas";
import { BooksSummary } from "./books-summary";
import { DeliveredPerHour } from "./delivered-per-hour";
import { FirstSteps } from "./first-steps";
import { FlowCard } from "./flow-card";
import { NeedsCard } from "./needs-card";

const WINDOWS = [
  { hours: 1, label: "Last hour" },
  { hours: 24, label: "Last 24 hours" },
  { hours: 168, label: "Last 7 days" },
];
const HOURS_DEFAULT = 24;

/** What flows, what is broken, what to do. */
export function OverviewScreen() {
  const router = useRouter();
  const given = Number(useSearchParams().get("hours"));
  const hours = WINDOWS.some((one) => one.hours === given)
    ? given
    : HOURS_DEFAULT;
  const { data, error } = useOverview(hours);
  const words = (
    WINDOWS.find((one) => one.hours === hours)?.label ?? ""
  ).toLowerCase();
  return (
    <>
      <PageHead
        title="Overview"
        lead={`Everything that moved in the ${words}, and what needs you.`}
        actions={
          <>
            <Select
              aria-label="Time shown"
              isInline
              value={hours}
              onChange={(event) =>
                router.replace(`/?hours=${event.target.value}`)
              }
            >
              {WINDOWS.map(({ hours: value, label }) => (
                <option key={value} value={value}>
                  {label}
                </option>
              ))}
            </Select>
            <Button asChild variant="primary">
              <Link href="/templates">New sync</Link>
            </Button>
          </>
        }
      />
      <ErrorNotice error={error} className="mb-4" />
      {data === undefined ? (
        <Loading />
      ) : (
        <Body overview={data} words={words} />
      )}
    </>
  );
}

function Body({ overview, words }: { overview: OverviewDto; words: string }) {
  if (overview.flows.length === 0) return <FirstSteps />;
  return (
    <div className="grid gap-4">
      <div className="grid gap-4 lg:grid-cols-[minmax(0,1.9fr)_minmax(0,1fr)]">
        <FlowCard overview={overview} />
        <NeedsCard overview={overview} />
        <DeliveredPerHour overview={overview} />
        <BooksSummary overview={overview} words={words} />
      </div>
      <Card
        title="Syncs"
        aside={
          <Link href="/syncs" className="text-sm text-ink-2 hover:text-ink">
            All {overview.flows.length}
          </Link>
        }
      >
        <SyncTable flows={overview.flows.slice(0, 8)} />
      </Card>
    </div>
  );
}

function Loading() {
  return (
    <div
      role="status"
      aria-label="Loading"
      className="grid gap-4 lg:grid-cols-[minmax(0,1.9fr)_minmax(0,1fr)]"
    >
      <Skeleton className="h-64" />
      <Skeleton className="h-64" />
      <Skeleton className="h-60" />
      <Skeleton className="h-60" />
    </div>
  );
}
