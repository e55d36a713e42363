import type { Sender } from "./channel";
import { sendEmail } from "./email/send";
import { sendToPagerDuty } from "./pagerduty/send";
import type { ChannelKind } from "./registry";
import { sendToSlack } from "./slack/send";
import { sendToTeams } from "./teams/send";
import { sendToWebhook } from "./webhook/send";

/** How each kind sends; apart from the registry, since browsers can't. */
export const senders: Record<ChannelKind, Sender> = {
  email: sendEmail,
  slack: sendToSlack,
  pagerduty: sendToPagerDuty,
  teams: sendToTeams,
  webhook: sendToWebhook,
};
