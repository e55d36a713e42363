import { heapCohort } from "./heap-cohort";
import { heapEvents } from "./heap-events";
import { heapMerges } from "./heap-merges";
import { heapUsers } from "./heap-users";
import type { Stream } from "./stream";

/** The one list of streams, by their names in definitions. */
export const STREAMS = {
  events: heapEvents,
  users: heapUsers,
  cohort: heapCohort,
  merges: heapMerges,
} as const satisfies Record<string, Stream>;

export type StreamName = keyof typeof STREAMS;

export const STREAM_NAMES = Object.keys(STREAMS) as readonly StreamName[];
