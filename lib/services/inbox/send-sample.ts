import { z } from "zod";
import { HeapSettings } from "../../connectors/heap/definition";
import { badRequest } from "../../errors";
import { newSecret } from "../../ids";
import { requireRole, type VerbArgs } from "../context";
import { findConnection } from "../connection/connection-row";
import { ingestHeap, type IngestAnswer } from "./ingest-heap";

const EVENT_DEFAULT = "Sign Up - Completed";
const PLANS = ["Free", "Pro", "Team"];

const SampleInput = z.strictObject({
  event: z.string().trim().min(1).nullable().default(null),
  count: z.number().int().min(1).max(100).default(5),
});

/** Posts made-up events at a connection's own ingest address, to see them travel. */
export async function sendSample({
  ctx,
  input,
}: VerbArgs<{ id: string; body: unknown }>): Promise<IngestAnswer> {
  requireRole(ctx, "editor");
  const { event, count } = SampleInput.parse(input.body ?? {});
  const connection = await findConnection(ctx, input.id);
  if (connection.kind !== "heap" || connection.ingestKey === null)
    throw badRequest(
      "Samples are events, and only Heap connections take them.",
    );
  const { ingestHeader } = HeapSettings.parse(connection.settings);
  const events = Array.from({ length: count }, (_, index) =>
    sampleEvent(event ?? EVENT_DEFAULT, index, ctx.now()),
  );
  return ingestHeap({
    key: connection.ingestKey,
    header: () => ingestHeader?.value ?? null,
    format: "json",
    text: JSON.stringify(events),
  });
}

function sampleEvent(event: string, index: number, now: Date) {
  return {
    event_id: `sample-${newSecret()}`,
    event,
    user_id: String(1_000 + index),
    identity: `sample-${index + 1}@example.com`,
    time: now.toISOString(),
    properties: { plan_name: PLANS[index % PLANS.length], sample: true },
  };
}
