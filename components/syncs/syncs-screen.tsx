"use client";
import Link from "next/link";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { ErrorNotice } from "@/components/ui/error-notice";
import { PageHead } from "@/components/ui/page-head";
import { SkeletonRows } from "@/components/ui/skeleton";
import { useOverview } from "@/lib/queries/overview";
import { NewSync } from "./new-sync";
import { SyncTable } from "./sync-table";

const HOURS = 24;

export function SyncsScreen() {
  const { data, error } = useOverview(HOURS);
  const newSync = (
    <Button asChild variant="primary">
      <Link href="/templates">New sync</Link>
    </Button>
  );
  return (
    <>
      <PageHead
        title="Syncs"
        lead="Each carries one kind of record from one place to another. Numbers are of the last 24 hours."
        actions={
          <>
            <NewSync />
            {newSync}
          </>
        }
      />
      <ErrorNotice error={error} className="mb-4" />
      <Card>
        {data === undefined ? (
          <SkeletonRows />
        ) : data.flows.length === 0 ? (
          <EmptyState title="There is no sync yet" action={newSync}>
            Start from a template: it takes three steps.
          </EmptyState>
        ) : (
          <SyncTable flows={data.flows} />
        )}
      </Card>
    </>
  );
}
