import type { Problem } from "../../errors";
import type { ConnectorDefinition } from "../connector";
import { emailDefinition, passwordInClear } from "./email/definition";
import { pagerDutyDefinition } from "./pagerduty/definition";
import { slackDefinition } from "./slack/definition";
import { teamsDefinition } from "./teams/definition";
import { webhookDefinition } from "./webhook/definition";

export const CHANNEL_KINDS = [
  "email",
  "slack",
  "pagerduty",
  "teams",
  "webhook",
] as const;
export type ChannelKind = (typeof CHANNEL_KINDS)[number];

/** What is wrong with settings and credentials together. */
type Together = (
  settings: Record<string, unknown>,
  credentials: Record<string, unknown>,
) => Problem[];

/** The one list of what a channel of each kind asks for; browsers read it too. */
export const channels = {
  email: emailDefinition,
  slack: slackDefinition,
  pagerduty: pagerDutyDefinition,
  teams: teamsDefinition,
  webhook: webhookDefinition,
} as const satisfies Record<ChannelKind, ConnectorDefinition>;

export const checksTogether: Partial<Record<ChannelKind, Together>> = {
  email: passwordInClear,
};
