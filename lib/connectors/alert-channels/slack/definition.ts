import { z } from "zod";
import type { ConnectorDefinition } from "../../connector";

export const SlackCredentials = z.strictObject({
  webhookUrl: z.url({ protocol: /^https?$/, error: "should be a URL" }),
});

export const slackDefinition = {
  kind: "slack",
  title: "Slack",
  settings: z.strictObject({}),
  credentials: SlackCredentials,
  fields: [
    {
      path: "credentials.webhookUrl",
      label: "Webhook URL",
      help: "Whoever knows it can post to the channel, so it is stored encrypted and never shown again.",
      where:
        "Slack: api.slack.com/apps › your app › Incoming Webhooks › Add New Webhook, then choose the channel.",
      secret: true,
      required: true,
      placeholder: "https://hooks.slack.com/services/…",
    },
  ],
} as const satisfies ConnectorDefinition;
