"use client";
import type { ConnectionDto } from "@/lib/services/connection/schemas";
import { EventWebhookCard } from "./event-webhook-card";
import { HeapCohortsCard } from "./heap-cohorts-card";

/** What Heap itself can send to a connection: cohorts, and single events. */
export function HeapWebhooks({ connection }: { connection: ConnectionDto }) {
  return (
    <div className="grid items-start gap-4 lg:grid-cols-2">
      <HeapCohortsCard connection={connection} />
      <EventWebhookCard connection={connection} />
    </div>
  );
}
