"use client";
import Link from "next/link";
import { formatCount } from "@/components/ledger/outcomes";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { ErrorNotice } from "@/components/ui/error-notice";
import { SkeletonRows } from "@/components/ui/skeleton";
import { Table, Td, Th } from "@/components/ui/table";
import { Tag } from "@/components/ui/tag";
import { useFailures } from "@/lib/queries/runs";
import type { RunDto } from "@/lib/services/run/schemas";

/** Why records of a run failed, the most frequent reason first. */
export function FailuresCard({ run }: { run: RunDto }) {
  const { data, error } = useFailures(run);
  return (
    <Card
      title="Why records failed"
      aside={
        data !== undefined &&
        data.length > 0 && (
          <Link
            href={`/dead-letters?sync=${run.syncId}&run=${run.id}&state=all`}
            className="text-sm text-ink-2 hover:text-ink"
          >
            Repair and replay
          </Link>
        )
      }
    >
      <ErrorNotice error={error} className="m-4" />
      {data === undefined ? (
        <SkeletonRows rows={2} />
      ) : data.length === 0 ? (
        <EmptyState title="None did" />
      ) : (
        <Table>
          <thead>
            <tr>
              <Th>Reason</Th>
              <Th right>Records</Th>
            </tr>
          </thead>
          <tbody>
            {data.map(({ code, outcome, message, count }) => (
              <tr key={`${code} ${outcome}`}>
                <Td>
                  <Link
                    href={`/runs/${run.id}?outcome=${outcome}`}
                    scroll={false}
                    className="flex flex-wrap items-center gap-2 hover:underline"
                  >
                    <Tag tone={outcome === "rejected" ? "bad" : "warn"}>
                      {outcome}
                    </Tag>
                    <span className="[overflow-wrap:anywhere]">{message}</span>
                  </Link>
                </Td>
                <Td right>{formatCount(count)}</Td>
              </tr>
            ))}
          </tbody>
        </Table>
      )}
    </Card>
  );
}
