import { z } from "zod";
import { CHANNEL_KINDS } from "../../connectors/alert-channels/registry";

const Name = z.string().trim().min(1, "Give the channel a name").max(80);
const Parts = z.record(z.string(), z.unknown());

/** What POST takes; settings and credentials are checked by the kind's own schemas. */
export const CreateAlertChannelInput = z.strictObject({
  name: Name,
  kind: z.enum(CHANNEL_KINDS),
  settings: Parts.default({}),
  credentials: Parts.default({}),
});
export type CreateAlertChannelInput = z.infer<typeof CreateAlertChannelInput>;

/** A merge patch: what is left out stays, null takes away. */
export const UpdateAlertChannelInput = z.strictObject({
  name: Name.optional(),
  settings: Parts.optional(),
  credentials: Parts.optional(),
});
export type UpdateAlertChannelInput = z.infer<typeof UpdateAlertChannelInput>;

const NotificationStatus = z.enum(["waiting", "sent", "failed"]);

/** What the API answers: never a credential, only which are set. */
export const AlertChannelDto = z.object({
  id: z.string(),
  name: z.string(),
  kind: z.enum(CHANNEL_KINDS),
  settings: z.record(z.string(), z.unknown()),
  credentialsSet: z.array(z.string()),
  createdAt: z.string(),
  /** Names of the syncs whose alerts go here. */
  usedBy: z.array(z.string()),
  /** Notifications that are not sent yet. */
  waiting: z.number(),
  /** The newest notification that was tried. */
  last: z
    .object({
      status: NotificationStatus,
      at: z.string(),
      detail: z.string().nullable(),
    })
    .nullable(),
});
export type AlertChannelDto = z.infer<typeof AlertChannelDto>;

/** The one answer that holds a secret: the one that Sluice made for a webhook. */
export const NewAlertChannelDto = AlertChannelDto.extend({
  secret: z.string().nullable(),
});
export type NewAlertChannelDto = z.infer<typeof NewAlertChannelDto>;

/** What a test message met, in words. */
export const TestResult = z.object({ ok: z.boolean(), detail: z.string() });
export type TestResult = z.infer<typeof TestResult>;

/** One line of a channel's delivery log. */
export const NotificationDto = z.object({
  id: z.string(),
  alertId: z.string().nullable(),
  kind: z.enum(["trigger", "resolve", "test"]),
  title: z.string(),
  status: NotificationStatus,
  attempts: z.number(),
  createdAt: z.string(),
  finishedAt: z.string().nullable(),
  /** When it is tried again; null once it is finished. */
  nextAt: z.string().nullable(),
  tries: z.array(
    z.object({
      at: z.string(),
      outcome: z.enum(["sent", "later", "refused"]),
      status: z.number().nullable(),
      detail: z.string(),
      tookMs: z.number(),
    }),
  ),
});
export type NotificationDto = z.infer<typeof NotificationDto>;
