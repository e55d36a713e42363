"use client";
import { Card } from "@/components/ui/card";
import { CodeBlock } from "@/components/ui/code-block";
import { ErrorNotice } from "@/components/ui/error-notice";
import { SkeletonRows } from "@/components/ui/skeleton";
import { Tag } from "@/components/ui/tag";
import { useHeapCohorts } from "@/lib/queries/heap-cohorts";
import type { ConnectionDto } from "@/lib/services/connection/schemas";
import { HeapCohortTable } from "./heap-cohort-table";

const SECRET = "webhookSecret";

/** Heap's segments as its cohort webhook told of them, and how to have it do so. */
export function HeapCohortsCard({ connection }: { connection: ConnectionDto }) {
  const { data, error } = useHeapCohorts(connection.id);
  const hasSecret = connection.credentialsSet.includes(SECRET);
  return (
    <Card
      title="Cohorts from Heap"
      aside={
        <Tag tone={hasSecret ? "ok" : "neutral"}>
          {hasSecret ? "secret is set" : "no secret yet"}
        </Tag>
      }
    >
      <ErrorNotice error={error} className="m-4" />
      {data === undefined && error === null && <SkeletonRows rows={2} />}
      {data !== undefined && data.length > 0 && (
        <HeapCohortTable cohorts={data} />
      )}
      {data !== undefined && (
        <SetUp
          connection={connection}
          hasSecret={hasSecret}
          isOpen={data.length === 0}
        />
      )}
    </Card>
  );
}

function SetUp({
  connection,
  hasSecret,
  isOpen,
}: {
  connection: ConnectionDto;
  hasSecret: boolean;
  isOpen: boolean;
}) {
  return (
    <details className="px-4 py-3 text-sm" open={isOpen}>
      <summary className="w-fit text-ink-2 hover:text-ink">
        How to set it up in Heap
      </summary>
      <p className="mt-2 text-ink-2">
        Heap tells about every four hours who entered and who left a segment.
        Each real change becomes a record of this connection.
      </p>
      <ol className="mt-2 grid list-decimal gap-2 pl-5">
        <li>
          In Heap’s Developers Hub make an integration of your own, with this
          address as its webhook.
          <CodeBlock
            text={connection.ingestUrl ?? ""}
            label="Webhook address"
          />
        </li>
        <li>
          {hasSecret
            ? "The webhook secret is stored here. When Heap makes a new one, replace it under Settings."
            : "Copy the integration’s webhook secret, and store it here: Settings › More settings."}
        </li>
        <li>
          Choose the property whose value names a person (what Sluice gets as{" "}
          <code>id</code>), and switch the segments on that should be sent.
        </li>
      </ol>
    </details>
  );
}
