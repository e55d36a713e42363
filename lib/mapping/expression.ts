import { z } from "zod";
import type { Json } from "../shared/json";

/** How a failed cast is answered; without it the record is invalid. */
export type OnError = "omit" | "null" | { value: Json };

export type Expression =
  | { value: Json }
  | { path: string }
  | { template: string }
  | { first: Expression[] }
  | {
      fn: string;
      args: Expression[];
      options?: { onError?: OnError | undefined } | undefined;
    };

const JsonSchema: z.ZodType<Json> = z.json();
const OnErrorSchema = z.union([
  z.enum(["omit", "null"]),
  z.strictObject({ value: JsonSchema }),
]);

/**
 * The mapping language's expressions. This release understands `value`,
 * `path`, `template`, `first` and the casts; anything else is refused by name.
 */
const ExpressionSchema: z.ZodType<Expression> = z.lazy(() =>
  z.union(
    [
      z.strictObject({ value: JsonSchema }),
      z.strictObject({ path: z.string().min(1) }),
      z.strictObject({ template: z.string() }),
      z.strictObject({ first: z.array(ExpressionSchema).min(1) }),
      z.strictObject({
        fn: z.string(),
        args: z.array(ExpressionSchema),
        options: z
          .strictObject({ onError: OnErrorSchema.optional() })
          .optional(),
      }),
    ],
    {
      error: "should be one of value, path, template, first, or fn with a cast",
    },
  ),
);

/** Destination path → expression. */
export const MappingSchema = z.record(z.string().min(1), ExpressionSchema);
export type Mapping = z.infer<typeof MappingSchema>;
