import { z } from "zod";
import { parsePath } from "../shared/json-path";
import type { Json } from "../shared/json";

export const OPERATOR_NAMES = [
  "=",
  "!=",
  ">",
  ">=",
  "<",
  "<=",
  "contains",
  "startsWith",
  "endsWith",
  "in",
  "notIn",
  "exists",
  "missing",
  "matches",
] as const;
export type OperatorName = (typeof OPERATOR_NAMES)[number];

export type Condition =
  | { all: Condition[] }
  | { any: Condition[] }
  | { not: Condition }
  | { path: string; op: OperatorName; value?: Json | undefined };

/** `{path, op, value}`, joined by all, any and not. */
export const ConditionSchema: z.ZodType<Condition> = z.lazy(() =>
  z.union(
    [
      z.strictObject({ all: z.array(ConditionSchema) }),
      z.strictObject({ any: z.array(ConditionSchema) }),
      z.strictObject({ not: ConditionSchema }),
      z.strictObject({
        path: z
          .string()
          .refine((path) => parsePath(path) !== null, "should be a path"),
        op: z.enum(OPERATOR_NAMES, {
          error: `should be one of ${OPERATOR_NAMES.join(" ")}`,
        }),
        value: z.json().optional(),
      }),
    ],
    { error: "should be {path, op, value}, joined by all, any or not" },
  ),
);
