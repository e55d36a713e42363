import type { ValueType } from "./value-type";

/** A field that a destination knows, as the editor shows it and the check reads it. */
export type TargetField = {
  /** As a mapping's key: `properties.plan`. */
  path: string;
  type: ValueType;
  /** `oneOf`: at least one of the fields of the same group must be there. */
  presence: "required" | "oneOf" | "optional";
  description: string;
  /** Who asks for it: the destination itself, or a tracking plan. */
  from: "spec" | "plan";
};
