import { z } from "zod";
import { RULE_TYPES } from "../../sync/plan/rule";

/** Segment's own limit for an upload. */
const CONTENT_CHARACTERS_MAX = 15_000_000;

/** A plan is fetched from Segment, or uploaded as JSON or CSV. */
export const CreateTrackingPlanInput = z.union(
  [
    z.strictObject({
      connection: z.string().min(1),
      vendorId: z.string().min(1),
    }),
    z.strictObject({
      name: z.string().trim().min(1, "Give the plan a name").max(120),
      format: z.enum(["json", "csv"]),
      content: z.string().min(1).max(CONTENT_CHARACTERS_MAX),
    }),
  ],
  {
    error:
      "should be {connection, vendorId} to fetch a plan, or {name, format, content} to upload one",
  },
);

export const TrackingPlanDto = z.object({
  id: z.string(),
  /** Segment's own id; null for an upload. */
  vendorId: z.string().nullable(),
  connectionId: z.string().nullable(),
  name: z.string(),
  revision: z.number(),
  ruleCount: z.number(),
  refreshedAt: z.string(),
  refreshError: z.string().nullable(),
});
export type TrackingPlanDto = z.infer<typeof TrackingPlanDto>;

/** One plan with what it says, and what of it can't be checked. */
export const TrackingPlanDetailDto = TrackingPlanDto.extend({
  rules: z.array(
    z.object({
      type: z.enum(RULE_TYPES),
      key: z.string().nullable(),
      version: z.number(),
      notes: z.array(z.string()),
      jsonSchema: z.record(z.string(), z.unknown()),
    }),
  ),
});
export type TrackingPlanDetailDto = z.infer<typeof TrackingPlanDetailDto>;

/** A plan at Segment that could be fetched. */
export const AvailablePlanDto = z.object({ id: z.string(), name: z.string() });
export type AvailablePlanDto = z.infer<typeof AvailablePlanDto>;
