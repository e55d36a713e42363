import type { Expression } from "../../mapping/expression";
import type { Action } from "./action";
import { heapUserId } from "./heap-user-id";

/** Of a user's times Heap tells several forms; one that can't be read is no reason to keep the user back. */
const timeOf = (path: string): Expression => ({
  fn: "toIso",
  args: [{ path }],
  options: { onError: "omit" },
});

/** Who somebody is. */
export const segmentIdentify: Action = {
  kind: "segment",
  title: "Identify",
  description: "Who somebody is.",
  call: "identify",
  takes: {
    events: (appId) => ({
      userId: { path: "identity" },
      anonymousId: heapUserId(appId),
      timestamp: { path: "time" },
    }),
    users: (appId) => ({
      userId: { path: "identity" },
      anonymousId: heapUserId(appId),
      timestamp: timeOf("last_modified"),
      "traits.email": { path: "email" },
      "traits.createdAt": timeOf("joindate"),
      "traits.*": { pick: "properties", rename: "snake_case" },
    }),
    cohort: () => ({
      userId: { path: "id" },
      timestamp: { path: "at" },
      "traits.heap_cohort_name": { path: "cohort.name" },
      "traits.heap_cohort_member": {
        when: { path: "change", op: "=", value: "entered" },
        then: { value: true },
        else: { value: false },
      },
    }),
    merges: (appId) => ({
      userId: { path: "identity" },
      anonymousId: heapUserId(appId, "from_user_id"),
      timestamp: { path: "time" },
    }),
  },
};
