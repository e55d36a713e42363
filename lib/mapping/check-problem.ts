import type { MappingProblem } from "./outcome";
import type { TargetField } from "./target-field";
import type { ValueType } from "./value-type";

export type CheckProblem = MappingProblem & {
  /** Errors keep a mapping from running; a warning is doubtful; advice is taste. */
  severity: "error" | "warning" | "advice";
  expected: string;
  found: string;
  suggestion: string;
};

/** What is known around a mapping; without it only the mapping itself is checked. */
export type CheckContext = {
  /** The types seen at a path of the record (`items[].sku` inside of a list); null where none was. */
  fieldType?: (path: string) => ValueType | null;
  targets?: readonly TargetField[];
};
