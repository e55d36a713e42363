import type { Expression } from "../../mapping/expression";

/** A Heap user_id is a cookie's number: it is an anonymousId, and never a userId. */
export const heapUserId = (
  appId: string,
  field = "user_id",
): Extract<Expression, { template: string }> => ({
  template: `heap-${appId}-{{${field}}}`,
});
