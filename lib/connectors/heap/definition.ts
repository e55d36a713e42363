import { z } from "zod";
import { EventShape } from "../../sync/event-shape";
import type { ConnectorDefinition } from "../connector";

const S3Credentials = z.strictObject({
  accessKeyId: z.string().min(1),
  secretAccessKey: z.string().min(1),
});
const text = z.string().trim().min(1);

export const HeapSettings = z.strictObject({
  appId: z
    .string()
    .trim()
    .regex(/^\d+$/, "should be the digits of the environment's id"),
  region: z.enum(["us", "eu", "sandbox"]).default("us"),
  endpoint: z.url({ protocol: /^https?$/, error: "should be a URL" }).nullish(),
  ingestHeader: z.strictObject({ name: text, value: text }).nullish(),
  connect: z
    .strictObject({
      kind: z.literal("s3"),
      bucket: text,
      region: text,
      endpoint: z.url().nullish(),
    })
    .nullish(),
  eventShape: EventShape.nullish(),
});
export type HeapSettings = z.infer<typeof HeapSettings>;

const HeapCredentials = z.strictObject({
  apiKey: text.nullish(),
  webhookSecret: text.nullish(),
  s3: S3Credentials.nullish(),
});

export const heapDefinition = {
  kind: "heap",
  title: "Heap",
  settings: HeapSettings,
  credentials: HeapCredentials,
  fields: [
    {
      path: "settings.appId",
      label: "Environment ID",
      help: "The number of the Heap environment that events come from. It tells its visitors from those of other environments.",
      where:
        "Heap: Account › Manage › Projects, beside the environment’s name.",
      secret: false,
      required: true,
      placeholder: "1234567890",
    },
    {
      path: "settings.region",
      label: "Region",
      help: "Where Heap keeps your data. The sandbox is a look-alike on this machine.",
      where: "Your Heap address: eu.heapanalytics.com is Europe.",
      secret: false,
      required: true,
      options: [
        { value: "us", label: "United States" },
        { value: "eu", label: "Europe" },
        { value: "sandbox", label: "Sandbox" },
      ],
    },
    {
      path: "credentials.webhookSecret",
      label: "Webhook secret",
      help: "Signs Heap’s cohort webhooks. Leave it empty when you only post events.",
      where: "Heap’s Developers Hub, on the page of your integration.",
      secret: true,
      required: false,
      advanced: true,
    },
  ],
} as const satisfies ConnectorDefinition;

/** Heap has no call that checks without writing, and takes a wrong environment id in silence. */
export function checkHeap(settings: HeapSettings): {
  ok: boolean;
  detail: string;
} {
  return {
    ok: true,
    detail: `Environment ${settings.appId} has the right form. Heap offers no way to check it without writing an event; post one at the ingest address to be sure.`,
  };
}
