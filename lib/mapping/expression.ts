import { z } from "zod";
import type { Json } from "../shared/json";
import { ConditionSchema, type Condition } from "./condition";
import { NAME_STYLES, type NameStyle } from "./words";

/** How a failed conversion is answered; without it the record is invalid. */
export type OnError = "omit" | "null" | { value: Json };

export type FunctionOptions = {
  onError?: OnError | undefined;
  // Among them `onError`, whose texts are JSON as well.
  [name: string]: Json | { value: Json } | undefined;
};

/** One way to get a value out of a record. */
export type Expression =
  | { value: Json }
  | { path: string }
  | { template: string }
  | { first: Expression[] }
  | { fn: string; args: Expression[]; options?: FunctionOptions | undefined }
  | { when: Condition; then: Expression; else?: Expression | undefined }
  | { each: string; map: Mapping }
  | PickExpression;

/** Many fields at once, as an object. */
export type PickExpression = {
  pick: string;
  only?: string[] | undefined;
  except?: string[] | undefined;
  rename?: NameStyle | undefined;
};

/** Destination path → expression; a path that ends in `.*` takes a whole object's fields. */
export type Mapping = { [path: string]: Expression };

const JsonSchema: z.ZodType<Json> = z.json();
const OnErrorSchema = z.union([
  z.enum(["omit", "null"]),
  z.strictObject({ value: JsonSchema }),
]);
const OptionsSchema: z.ZodType<FunctionOptions> = z
  .object({ onError: OnErrorSchema.optional() })
  .catchall(JsonSchema);

/** The form of an expression; what only makes sense together is the check's (check-mapping.ts). */
export const ExpressionSchema: z.ZodType<Expression> = z.lazy(() =>
  z.union(
    [
      z.strictObject({ value: JsonSchema }),
      z.strictObject({ path: z.string().min(1) }),
      z.strictObject({ template: z.string() }),
      z.strictObject({ first: z.array(ExpressionSchema).min(1) }),
      z.strictObject({
        fn: z.string(),
        args: z.array(ExpressionSchema).default([]),
        options: OptionsSchema.optional(),
      }),
      z.strictObject({
        when: ConditionSchema,
        then: ExpressionSchema,
        else: ExpressionSchema.optional(),
      }),
      z.strictObject({ each: z.string().min(1), map: MappingSchema }),
      z.strictObject({
        pick: z.string().min(1),
        only: z.array(z.string()).optional(),
        except: z.array(z.string()).optional(),
        rename: z.enum(NAME_STYLES).optional(),
      }),
    ],
    {
      error:
        "should be one of value, path, template, first, fn, when, each or pick, with its own members only",
    },
  ),
);

export const MappingSchema: z.ZodType<Mapping> = z.lazy(() =>
  z.record(z.string().min(1), ExpressionSchema),
);
