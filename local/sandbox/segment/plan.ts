import { z } from "zod";

const Rule = z.object({
  type: z.enum(["COMMON", "TRACK", "IDENTIFY", "GROUP", "PAGE", "SCREEN"]),
  key: z.string().nullish(),
  version: z.number().int().nonnegative().default(1),
  jsonSchema: z.record(z.string(), z.unknown()),
});
export const RuleList = z.array(Rule);
export type Rule = z.infer<typeof Rule>;

export const Plan = z.object({
  id: z.string(),
  name: z.string(),
  type: z.string(),
  rules: RuleList,
});
export type Plan = z.infer<typeof Plan>;
