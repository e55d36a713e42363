import { z } from "zod";
import type { ConnectorDefinition } from "../../connector";

const ORIGINS = {
  us: "https://events.pagerduty.com",
  eu: "https://events.eu.pagerduty.com",
} as const;

export const PagerDutySettings = z.strictObject({
  region: z.enum(["us", "eu"]).default("us"),
  endpoint: z.url({ protocol: /^https?$/, error: "should be a URL" }).nullish(),
});
type PagerDutySettings = z.infer<typeof PagerDutySettings>;

export const PagerDutyCredentials = z.strictObject({
  integrationKey: z.string().trim().min(1),
});

/** Where events go. */
export function enqueueUrl({ region, endpoint }: PagerDutySettings): string {
  const origin = endpoint ? endpoint.replace(/\/+$/, "") : ORIGINS[region];
  return `${origin}/v2/enqueue`;
}

export const pagerDutyDefinition = {
  kind: "pagerduty",
  title: "PagerDuty",
  settings: PagerDutySettings,
  credentials: PagerDutyCredentials,
  fields: [
    {
      path: "credentials.integrationKey",
      label: "Integration key",
      help: "Of an Events API v2 integration: 32 characters. Stored encrypted; it is never shown again.",
      where:
        "PagerDuty: Services › your service › Integrations › Add an integration › Events API V2.",
      secret: true,
      required: true,
    },
    {
      path: "settings.region",
      label: "Service region",
      help: "Where PagerDuty keeps your account.",
      where: "Your PagerDuty address: acme.eu.pagerduty.com is Europe.",
      secret: false,
      required: true,
      options: [
        { value: "us", label: "United States" },
        { value: "eu", label: "Europe" },
      ],
    },
    {
      path: "settings.endpoint",
      label: "Endpoint",
      help: "Only for a proxy of your own: the part of the address before /v2.",
      where: null,
      secret: false,
      required: false,
      placeholder: "https://pagerduty.example.com",
      advanced: true,
    },
  ],
} as const satisfies ConnectorDefinition;
