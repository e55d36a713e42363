import { z } from "zod";
import { defaultMapping } from "../sync/actions/fitting";
import type { SyncDefinition } from "../sync/definition";
import { defineTemplate } from "./template";

/** Past and future events of Heap Connect become Track calls, with the times that they had. */
export const heapConnectEventsToSegmentTrack = defineTemplate({
  slug: "heap-connect-events-to-segment-track",
  title: "Heap Connect events → Segment Track with history",
  description:
    "Bring everything that Heap has recorded, years back, as Track calls with their own times; then what is new, each night.",
  category: "Events",
  connections: ["heap", "segment"],
  choice: "tables",
  questions: [],
  answers: z.strictObject({}),
  build: ({ heap, segment }): SyncDefinition => ({
    name: "Heap Connect events to Segment",
    source: { connection: heap.id, stream: "events", where: null },
    trigger: { kind: "stream" },
    startFrom: "beginning",
    destination: { connection: segment.id, action: "segment.track" },
    mapping: defaultMapping(
      ...(["events", "segment.track"] as const),
      String(heap.settings.appId),
    ),
    delivery: { maxAttempts: 8, order: "person" },
  }),
});
