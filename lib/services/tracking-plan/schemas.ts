import { z } from "zod";
import { RULE_TYPES } from "../../sync/plan/rule";

/** Segment's own limit for an upload. */
export const CONTENT_CHARACTERS_MAX = 15_000_000;
export const PLAN_NAME_CHARACTERS_MAX = 120;

export const UPLOAD_FORMATS = ["json", "csv"] as const;
export type UploadFormat = (typeof UPLOAD_FORMATS)[number];

/** A plan is fetched from Segment, or uploaded as JSON or CSV. */
export const CreateTrackingPlanInput = z.union(
  [
    z.strictObject({
      connection: z.string().min(1),
      vendorId: z.string().min(1),
    }),
    z.strictObject({
      name: z
        .string()
        .trim()
        .min(1, "Give the plan a name")
        .max(PLAN_NAME_CHARACTERS_MAX)
        // A definition names a plan by either: a name must not look like an id.
        .regex(/^(?!trp_|tp_)/, "should not begin as an id does"),
      format: z.enum(UPLOAD_FORMATS),
      content: z
        .string()
        .min(1, "is empty")
        .max(CONTENT_CHARACTERS_MAX, "is over 15 million characters"),
    }),
  ],
  {
    error:
      "should be {connection, vendorId} to fetch a plan, or {name, format, content} to upload one",
  },
);
export type CreateTrackingPlanInput = z.infer<typeof CreateTrackingPlanInput>;

/** A sync that names a plan; `isDraft` while only its draft does. */
export const PlanUserDto = z.object({
  id: z.string(),
  name: z.string(),
  isDraft: z.boolean(),
});
export type PlanUserDto = z.infer<typeof PlanUserDto>;

export const TrackingPlanDto = z.object({
  id: z.string(),
  /** Segment's own id; null for an upload. */
  vendorId: z.string().nullable(),
  connectionId: z.string().nullable(),
  name: z.string(),
  revision: z.number(),
  ruleCount: z.number(),
  /** When it was fetched, uploaded, or last tried in vain: then the error says why. */
  refreshedAt: z.string(),
  refreshError: z.string().nullable(),
  /** Who is held to it, by name. */
  syncs: z.array(PlanUserDto),
});
export type TrackingPlanDto = z.infer<typeof TrackingPlanDto>;

/** A rule, and what of it can't be checked. */
const PlanRuleDto = z.object({
  type: z.enum(RULE_TYPES),
  key: z.string().nullable(),
  version: z.number(),
  notes: z.array(z.string()),
  jsonSchema: z.record(z.string(), z.unknown()),
});
export type PlanRuleDto = z.infer<typeof PlanRuleDto>;

/** One plan with what it says. */
export const TrackingPlanDetailDto = TrackingPlanDto.extend({
  rules: z.array(PlanRuleDto),
});
export type TrackingPlanDetailDto = z.infer<typeof TrackingPlanDetailDto>;

/** A plan at Segment that could be fetched. */
export const AvailablePlanDto = z.object({ id: z.string(), name: z.string() });
export type AvailablePlanDto = z.infer<typeof AvailablePlanDto>;
