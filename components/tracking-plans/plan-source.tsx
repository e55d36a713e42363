"use client";
import Link from "next/link";
import { Tag } from "@/components/ui/tag";
import { useConnections } from "@/lib/queries/connections";
import type { TrackingPlanDto } from "@/lib/services/tracking-plan/schemas";

/** Where a plan came from: a connection to Segment, or a file. */
export function PlanSource({
  plan: { vendorId, connectionId },
}: {
  plan: Pick<TrackingPlanDto, "vendorId" | "connectionId">;
}) {
  const connections = useConnections().data ?? [];
  if (vendorId === null) return <Tag>uploaded</Tag>;
  const from = connections.find(({ id }) => id === connectionId);
  return (
    <span className="whitespace-nowrap">
      <Tag tone="segment">Segment</Tag>{" "}
      {connectionId === null ? (
        <span className="text-ink-2">connection is gone</span>
      ) : (
        <Link
          href={`/connections?open=${connectionId}`}
          className="text-ink-2 hover:text-ink hover:underline"
        >
          {from?.name ?? "…"}
        </Link>
      )}
    </span>
  );
}
