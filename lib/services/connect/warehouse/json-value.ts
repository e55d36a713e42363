import { z } from "zod";
import type { Json } from "../../../shared/json";

/** A value that a column of the type json held. */
export const jsonValue: z.ZodType<Json> = z.json();
