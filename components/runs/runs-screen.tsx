"use client";
import Link from "next/link";
import { useRouter, useSearchParams } from "next/navigation";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { ErrorNotice } from "@/components/ui/error-notice";
import { FilterSelect } from "@/components/ui/filter-select";
import { PageHead } from "@/components/ui/page-head";
import { SkeletonRows } from "@/components/ui/skeleton";
import { useRuns } from "@/lib/queries/runs";
import { useSyncs } from "@/lib/queries/syncs";
import { RUN_STATUSES } from "@/lib/sync/ledger";
import { statusWord } from "./run-status";
import { RunTable } from "./run-table";

/** All runs of the workspace; the filters are in the URL. */
export function RunsScreen() {
  const router = useRouter();
  const query = useSearchParams();
  const filter = { syncId: query.get("sync"), status: query.get("status") };
  const isFiltered = filter.syncId !== null || filter.status !== null;
  const syncs = useSyncs().data ?? [];
  const { data, error, hasNextPage, fetchNextPage, isFetchingNextPage } =
    useRuns(filter);
  const runs = data?.pages.flatMap((page) => page.data);
  const setFilter = (name: string, value: string) => {
    const next = new URLSearchParams(query);
    if (value === "") next.delete(name);
    else next.set(name, value);
    router.replace(`/runs?${next}`, { scroll: false });
  };
  return (
    <>
      <PageHead
        title="Runs"
        lead="What each sync did, hour by hour. The books of every run add up."
        actions={
          <>
            <FilterSelect
              label="Sync"
              all="All syncs"
              value={filter.syncId}
              options={syncs.map(({ id, name }) => ({ value: id, word: name }))}
              onChange={(value) => setFilter("sync", value)}
            />
            <FilterSelect
              label="Status"
              all="Any status"
              value={filter.status}
              options={RUN_STATUSES.map((status) => ({
                value: status,
                word: statusWord(status),
              }))}
              onChange={(value) => setFilter("status", value)}
            />
            {isFiltered && (
              <Button variant="ghost" onClick={() => router.replace("/runs")}>
                Clear
              </Button>
            )}
          </>
        }
      />
      <ErrorNotice error={error} className="mb-4" />
      <Card>
        {runs === undefined ? (
          <SkeletonRows />
        ) : runs.length === 0 ? (
          <NoRuns isFiltered={isFiltered} />
        ) : (
          <RunTable
            runs={runs}
            nameOf={(id) =>
              syncs.find((sync) => sync.id === id)?.name ?? "Sync"
            }
          />
        )}
      </Card>
      {hasNextPage && (
        <div className="mt-4 text-center">
          <Button
            isBusy={isFetchingNextPage}
            onClick={() => void fetchNextPage()}
          >
            Show older runs
          </Button>
        </div>
      )}
    </>
  );
}

function NoRuns({ isFiltered }: { isFiltered: boolean }) {
  return isFiltered ? (
    <EmptyState title="No run is like this">
      Choose another sync or status.
    </EmptyState>
  ) : (
    <EmptyState
      title="Nothing has run yet"
      action={
        <Button asChild variant="primary">
          <Link href="/templates">Pick a template</Link>
        </Button>
      }
    >
      A published sync opens a run when its first record arrives.
    </EmptyState>
  );
}
