import type { Action } from "./action";
import { heapUserId } from "./heap-user-id";

/** Something that somebody did. */
export const segmentTrack: Action = {
  kind: "segment",
  title: "Track",
  description: "Something that somebody did.",
  call: "track",
  takes: {
    events: (appId) => ({
      event: { path: "event" },
      userId: { path: "identity" },
      anonymousId: heapUserId(appId),
      timestamp: { path: "time" },
      properties: { path: "properties" },
    }),
    cohort: () => ({
      event: {
        when: { path: "change", op: "=", value: "entered" },
        then: { value: "Cohort Entered" },
        else: { value: "Cohort Exited" },
      },
      userId: { path: "id" },
      timestamp: { path: "at" },
      "properties.cohort_id": { path: "cohort.id" },
      "properties.cohort_name": { path: "cohort.name" },
    }),
  },
};
