import { z } from "zod";
import type { ConnectorDefinition } from "../../connector";

const SECRET_CHARACTERS_MIN = 16;

export const WebhookSettings = z.strictObject({
  url: z.url({ protocol: /^https?$/, error: "should be a URL" }),
});

export const WebhookCredentials = z.strictObject({
  secret: z.string().min(SECRET_CHARACTERS_MIN, {
    error: `should be ${SECRET_CHARACTERS_MIN} characters or more`,
  }),
});

export const webhookDefinition = {
  kind: "webhook",
  title: "Webhook",
  settings: WebhookSettings,
  credentials: WebhookCredentials,
  fields: [
    {
      path: "settings.url",
      label: "URL",
      help: "Where Sluice posts each notification as JSON. It is shown to everybody in this workspace: put no password into it.",
      where: null,
      secret: false,
      required: true,
      placeholder: "https://alerts.example.com/sluice",
    },
    {
      path: "credentials.secret",
      label: "Signing secret",
      help: "Your server proves with it that a notification comes from here. Leave it empty and Sluice makes one, shown once.",
      where: null,
      secret: true,
      required: false,
      advanced: true,
    },
  ],
} as const satisfies ConnectorDefinition;
