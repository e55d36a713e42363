import type { Suggestion } from "../mapping/suggest";

/**
 * How Heap's ids become Segment's, which their names would get wrong: a Heap
 * user_id is a cookie's number, so it is never a userId.
 */
export function identitySuggestions(appId: string): Suggestion[] {
  return [
    {
      ...{ target: "userId", from: "identity", confidence: 1 },
      expression: { path: "identity" },
      reason: "a Heap identity is who it is in your own database",
      alternatives: [],
    },
    {
      ...{ target: "anonymousId", from: "user_id", confidence: 1 },
      expression: { template: `heap-${appId}-{{user_id}}` },
      reason: "a Heap user_id is a cookie’s number, and never a userId",
      alternatives: [],
    },
  ];
}
