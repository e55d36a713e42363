import { z } from "zod";
import type { ConnectorDefinition } from "../../connector";

export const TeamsCredentials = z.strictObject({
  webhookUrl: z.url({ protocol: /^https?$/, error: "should be a URL" }),
});

export const teamsDefinition = {
  kind: "teams",
  title: "Microsoft Teams",
  settings: z.strictObject({}),
  credentials: TeamsCredentials,
  fields: [
    {
      path: "credentials.webhookUrl",
      label: "Workflow URL",
      help: "Whoever knows it can post to the channel, so it is stored encrypted and never shown again.",
      where:
        "Teams: the channel’s … › Workflows › “Send webhook alerts to a channel” (or “Post to a channel when a webhook request is received”), then copy the URL at the end.",
      secret: true,
      required: true,
      placeholder: "https://….logic.azure.com/workflows/…",
    },
  ],
} as const satisfies ConnectorDefinition;
