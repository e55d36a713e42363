import { z } from "zod";
import { EventShape } from "../../sync/event-shape";
import type { ConnectorDefinition } from "../connector";
import { warehouseFields } from "../warehouse-fields";
import {
  BigQuerySettings,
  PostgresSettings,
  RedshiftSettings,
  ROLE_ARN,
  SnowflakeSettings,
  WarehouseCredentials,
} from "../warehouse-settings";

const S3Credentials = z.strictObject({
  accessKeyId: z.string().min(1),
  secretAccessKey: z.string().min(1),
});
const text = z.string().trim().min(1);
/** Amazon's rules; dots would not fit its certificates. */
const BUCKET = /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/;

const S3Settings = z.strictObject({
  kind: z.literal("s3"),
  bucket: text.regex(
    BUCKET,
    "should be a bucket's name, such as heap-rs3-acme",
  ),
  region: text.regex(/^[a-z0-9-]+$/, "should be a region, such as us-east-1"),
  /** Of the keys that Heap writes, where the bucket is not Heap's alone. */
  prefix: z.string().trim().nullish(),
  endpoint: z.url({ protocol: /^https?$/, error: "should be a URL" }).nullish(),
  /** Taken instead of an access key, with the external id that the connection shows. */
  roleArn: text
    .regex(ROLE_ARN, "should be a role's ARN: arn:aws:iam::…:role/…")
    .nullish(),
});

/** Where Heap Connect writes to. */
const ConnectSettings = z.discriminatedUnion("kind", [
  S3Settings,
  PostgresSettings,
  RedshiftSettings,
  SnowflakeSettings,
  BigQuerySettings,
]);
export type ConnectSettings = z.infer<typeof ConnectSettings>;

/** What has its usual value without being asked for, in a form that is left alone. */
const CHOSEN_BY_ITSELF = new Set(["kind", "tls"]);

/** A form whose fields were all emptied asks for no group; S3 is meant where nothing else is said. */
function toGroup(group: unknown): unknown {
  if (typeof group !== "object" || group === null) return group;
  const given = Object.entries(group).filter(
    ([name, value]) =>
      !CHOSEN_BY_ITSELF.has(name) && value !== null && value !== undefined,
  );
  if (given.length === 0) return null;
  return { ...group, kind: "kind" in group ? (group.kind ?? "s3") : "s3" };
}

export const HeapSettings = z.strictObject({
  appId: z
    .string()
    .trim()
    .regex(/^\d+$/, "should be the digits of the environment's id"),
  region: z.enum(["us", "eu", "sandbox"]).default("us"),
  endpoint: z.url({ protocol: /^https?$/, error: "should be a URL" }).nullish(),
  ingestHeader: z.strictObject({ name: text, value: text }).nullish(),
  connect: z.preprocess(toGroup, ConnectSettings.nullish()),
  eventShape: EventShape.nullish(),
});
export type HeapSettings = z.infer<typeof HeapSettings>;

export const HeapCredentials = z.strictObject({
  apiKey: text.nullish(),
  webhookSecret: text.nullish(),
  s3: S3Credentials.nullish(),
  ...WarehouseCredentials,
});

const FOR_S3 = { path: "settings.connect.kind", is: ["s3"] } as const;

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
      path: "settings.connect.kind",
      label: "Heap Connect",
      help: "Where Heap writes what it knows: the way to history, users and merges.",
      where: "Heap: Integrations › Heap Connect.",
      secret: false,
      required: true,
      options: [
        { value: "s3", label: "Amazon S3" },
        { value: "snowflake", label: "Snowflake" },
        { value: "bigquery", label: "BigQuery" },
        { value: "redshift", label: "Redshift" },
        { value: "postgres", label: "PostgreSQL" },
      ],
      advanced: true,
    },
    {
      path: "settings.connect.bucket",
      label: "Heap Connect bucket",
      help: "The S3 bucket that Heap writes its nightly dumps to.",
      where: "Heap: Integrations › Heap Connect › S3.",
      secret: false,
      required: false,
      placeholder: "heap-rs3-acme",
      advanced: true,
      when: FOR_S3,
    },
    {
      path: "settings.connect.region",
      label: "Region of the bucket",
      help: "Where Amazon keeps it.",
      where: "AWS: S3 › your bucket › Properties.",
      secret: false,
      required: false,
      placeholder: "us-east-1",
      advanced: true,
      when: FOR_S3,
    },
    {
      path: "credentials.s3.accessKeyId",
      label: "Access key ID",
      help: "Of somebody who may list the bucket and read what is in it. Stored encrypted; leave it empty to use a role.",
      where: "AWS: IAM › Users › Security credentials.",
      secret: true,
      required: false,
      advanced: true,
      when: FOR_S3,
    },
    {
      path: "credentials.s3.secretAccessKey",
      label: "Secret access key",
      help: "The access key’s own. Stored encrypted; it is never shown again.",
      where: "AWS shows it once, when the key is made.",
      secret: true,
      required: false,
      advanced: true,
      when: FOR_S3,
    },
    {
      path: "settings.connect.roleArn",
      label: "Role",
      help: "Instead of an access key: a role that may read the bucket and trusts this installation, with the external id that the connection’s page shows.",
      where: "AWS: IAM › Roles.",
      secret: false,
      required: false,
      placeholder: "arn:aws:iam::123456789012:role/heap-connect",
      advanced: true,
      when: FOR_S3,
    },
    {
      path: "settings.connect.endpoint",
      label: "S3 endpoint",
      help: "Only for an S3 that is not Amazon’s.",
      where: null,
      secret: false,
      required: false,
      placeholder: "https://s3.example.com",
      advanced: true,
      when: FOR_S3,
    },
    ...warehouseFields,
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
