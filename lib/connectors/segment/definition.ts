import { z } from "zod";
import type { ConnectorDefinition } from "../connector";

const text = z.string().trim().min(1);
const endpoint = z
  .url({ protocol: /^https?$/, error: "should be a URL" })
  .nullish();

const perSecond = z.number().positive().nullish();

export const SegmentSettings = z.strictObject({
  region: z.enum(["us", "eu", "sandbox"]).default("us"),
  endpoint,
  publicApiEndpoint: endpoint,
  profileApiEndpoint: endpoint,
  /** What this workspace may send, where it is less than what Segment documents. */
  limits: z
    .strictObject({ requestsPerSecond: perSecond, eventsPerSecond: perSecond })
    .nullish(),
});
export type SegmentSettings = z.infer<typeof SegmentSettings>;

export const SegmentCredentials = z.strictObject({
  writeKey: text,
  webhookSecret: text.nullish(),
  publicApiToken: text.nullish(),
  profileToken: text.nullish(),
});

export const segmentDefinition = {
  kind: "segment",
  title: "Segment",
  settings: SegmentSettings,
  credentials: SegmentCredentials,
  fields: [
    {
      path: "credentials.writeKey",
      label: "Write key",
      help: "Of the source that the calls should appear in. Stored encrypted; it is never shown again.",
      where:
        "Segment: Connections › Sources › your source › Settings › API Keys.",
      secret: true,
      required: true,
    },
    {
      path: "settings.region",
      label: "Region",
      help: "Segment rejects calls that reach the wrong region. The sandbox is a look-alike on this machine.",
      where: "Segment: Settings › Workspace settings › Data region.",
      secret: false,
      required: true,
      options: [
        { value: "us", label: "Oregon (US)" },
        { value: "eu", label: "Dublin (EU)" },
        { value: "sandbox", label: "Sandbox" },
      ],
    },
    {
      path: "credentials.publicApiToken",
      label: "Public API token",
      help: "Only for tracking plans: Sluice reads them with it and checks each call before it is sent. Stored encrypted.",
      where:
        "Segment: Settings › Workspace settings › Access management › Tokens.",
      secret: true,
      required: false,
      advanced: true,
    },
    {
      path: "settings.endpoint",
      label: "Endpoint",
      help: "Only for a proxy of your own: the part of the address before /v1.",
      where: null,
      secret: false,
      required: false,
      placeholder: "https://events.example.com",
      advanced: true,
    },
    {
      path: "settings.limits.requestsPerSecond",
      label: "Requests a second",
      help: "At most so many, all syncs together. Segment lets a workspace send 1,000; set less to leave room for others.",
      where: null,
      secret: false,
      required: false,
      placeholder: "1000",
      isNumber: true,
      advanced: true,
    },
    {
      path: "settings.limits.eventsPerSecond",
      label: "Calls a second",
      help: "At most so many, all syncs together. Without a number Sluice finds the limit by what Segment refuses.",
      where: null,
      secret: false,
      required: false,
      placeholder: "Not limited",
      isNumber: true,
      advanced: true,
    },
  ],
} as const satisfies ConnectorDefinition;

const TRACKING_ORIGINS = {
  us: "https://api.segment.io",
  eu: "https://events.eu1.segmentapis.com",
} as const;
const PUBLIC_API_ORIGINS = {
  us: "https://api.segmentapis.com",
  eu: "https://eu1.api.segmentapis.com",
} as const;
/** Of the tracking API, per workspace; of events it says only that it queues beyond 1,000 a second. */
const REQUESTS_PER_SECOND = 1_000;

/** What a workspace may send per second; null: no limit is documented. */
export function segmentLimits({ limits }: SegmentSettings): {
  requests: number;
  events: number | null;
} {
  return {
    requests: limits?.requestsPerSecond ?? REQUESTS_PER_SECOND,
    events: limits?.eventsPerSecond ?? null,
  };
}

/** Both regions of Segment serve settings from one host. */
const SETTINGS_ORIGIN = "https://cdn.segment.com";

/** Where calls go, without `/v1`; `sandboxOrigin` is this machine's look-alikes. */
export function trackingEndpoint(
  settings: SegmentSettings,
  sandboxOrigin: string,
): string {
  const given = overridden(settings, sandboxOrigin);
  if (given !== null) return given;
  return settings.region === "eu" ? TRACKING_ORIGINS.eu : TRACKING_ORIGINS.us;
}

/** Where the Public API is, which knows the tracking plans. */
export function publicApiEndpoint(
  settings: SegmentSettings,
  sandboxOrigin: string,
): string {
  if (settings.publicApiEndpoint)
    return settings.publicApiEndpoint.replace(/\/+$/, "");
  if (settings.region === "sandbox") return `${sandboxOrigin}/segment`;
  return PUBLIC_API_ORIGINS[settings.region];
}

/** Where a write key's settings document is. */
export function settingsEndpoint(
  settings: SegmentSettings,
  sandboxOrigin: string,
): string {
  return overridden(settings, sandboxOrigin) ?? SETTINGS_ORIGIN;
}

function overridden(
  settings: SegmentSettings,
  sandboxOrigin: string,
): string | null {
  if (settings.endpoint) return settings.endpoint.replace(/\/+$/, "");
  return settings.region === "sandbox" ? `${sandboxOrigin}/segment` : null;
}
