import type { Action } from "./action";
import { heapUserId } from "./heap-user-id";

/** Who somebody was before: a pass-through for destinations, since Segment's own profiles merge by Identify. */
export const segmentAlias: Action = {
  kind: "segment",
  title: "Alias",
  description:
    "Who somebody was before, for destinations. Segment’s own profiles merge by Identify.",
  call: "alias",
  takes: {
    merges: (appId) => ({
      previousId: heapUserId(appId, "from_user_id"),
      userId: { path: "identity" },
      timestamp: { path: "time" },
    }),
  },
};
