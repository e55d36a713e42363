import { z } from "zod";
import { RULE_KINDS, RuleSchema, SEVERITIES } from "../../alerts/rule";
import { PageInput } from "../page";
import { TimeSchema } from "../time-schema";

const NamedDto = z.object({ id: z.string(), name: z.string() });
const FactDto = z.object({ label: z.string(), value: z.string() });
const SubjectDto = NamedDto.extend({ kind: z.enum(["sync", "connection"]) });

const ALERT_STATES = ["open", "recovered"] as const;

export const AlertDto = z.object({
  id: z.string(),
  state: z.enum(ALERT_STATES),
  severity: z.enum(SEVERITIES),
  kind: z.enum(RULE_KINDS),
  /** Of the rule; its name as it was, since rules go. */
  rule: NamedDto,
  subject: SubjectDto,
  title: z.string(),
  cause: z.string(),
  facts: z.array(FactDto),
  /** The syncs that it concerns, as far as they are still there. */
  syncs: z.array(NamedDto),
  runId: z.string().nullable(),
  openedAt: z.string(),
  lastSeenAt: z.string(),
  recoveredAt: z.string().nullable(),
  /** When channels were told of it; null: none was. */
  toldAt: z.string().nullable(),
  channelIds: z.array(z.string()),
  /** What silences it now; `until` null: until it has recovered. */
  mutes: z.array(
    z.object({
      id: z.string(),
      target: z.enum(["all", "rule", "sync", "alert"]),
      until: z.string().nullable(),
    }),
  ),
});
export type AlertDto = z.infer<typeof AlertDto>;

export const ListAlertsInput = PageInput.extend({
  state: z.enum(ALERT_STATES).nullable().default(null),
  severity: z.enum(SEVERITIES).nullable().default(null),
  ruleId: z.string().nullable().default(null),
  syncId: z.string().nullable().default(null),
  runId: z.string().nullable().default(null),
});

export const AlertRuleDto = RuleSchema.extend({
  id: z.string(),
  /** One that every workspace has: it can be switched off, not deleted. */
  isDefault: z.boolean(),
  /** The sync whose definition asks for it; it is changed there. */
  definitionOf: NamedDto.nullable(),
  /** The rest of a sentence that begins with “Tell when”. */
  sentence: z.string(),
  openAlerts: z.number(),
});
export type AlertRuleDto = z.infer<typeof AlertRuleDto>;

/** What a rule would say now; nothing is sent. */
export const TryRuleDto = z.object({
  findings: z.array(
    z.object({
      subject: SubjectDto,
      title: z.string(),
      cause: z.string(),
      facts: z.array(FactDto),
      syncs: z.array(NamedDto),
    }),
  ),
  /** Of what nothing can be said now, and why. */
  unknown: z.array(z.object({ subject: SubjectDto, why: z.string() })),
  /** How many live syncs it looked at. */
  syncCount: z.number(),
});
export type TryRuleDto = z.infer<typeof TryRuleDto>;

/** null or left out: until the alert has recovered. */
export const MuteAlertInput = z.strictObject({
  until: TimeSchema.nullable().default(null),
});

export const CreateMuteInput = z.discriminatedUnion("target", [
  z.strictObject({ target: z.literal("all"), until: TimeSchema }),
  z.strictObject({
    target: z.enum(["rule", "sync"]),
    targetId: z.string().min(1),
    until: TimeSchema,
  }),
]);

export const AlertMuteDto = z.object({
  id: z.string(),
  target: z.enum(["all", "rule", "sync", "alert"]),
  targetId: z.string().nullable(),
  /** Of the rule, the sync or the alert. */
  targetName: z.string().nullable(),
  until: z.string().nullable(),
  createdAt: z.string(),
  createdBy: z.string().nullable(),
});
export type AlertMuteDto = z.infer<typeof AlertMuteDto>;
