import type { JsonObject } from "../../shared/json";

/** One thing about a call that the plan does not allow. */
export type Violation = {
  kind:
    | "required"
    | "invalid_type"
    | "invalid_value"
    | "unplanned_event"
    | "unplanned_property";
  /** As a mapping's key: `properties.plan`; empty for the call as a whole. */
  field: string;
  /** The members on the way, from the call down. */
  path: readonly string[];
  message: string;
};

/** No call is explained by more; one of these is enough to refuse it. */
export const VIOLATIONS_MAX = 20;

type OnViolation = "allow" | "omit" | "block";

/** A plan as a sync holds its calls to it. */
export type PlanPolicy = {
  onViolation: OnViolation;
  judge: (call: JsonObject) => Violation[];
};
