import { checkHeapEvent, toHeapRecord } from "../heap-event";
import { firstId } from "../heap-ids";
import type { Stream } from "./stream";

/** What people did, as ingest takes it and Heap Connect exports it. */
export const heapEvents: Stream = {
  kind: "heap",
  ...{ one: "event", many: "events" },
  description: "What people did.",
  event: { label: "Event", path: "event" },
  toRecord: toHeapRecord,
  personOf: ({ identity, user_id: userId }) => firstId(identity, userId),
  check: checkHeapEvent,
};
