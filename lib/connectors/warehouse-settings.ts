import { z } from "zod";
import { ServiceAccount } from "./service-account";

const text = z.string().trim().min(1);
const HOST = /^[A-Za-z0-9]([A-Za-z0-9.:_-]*[A-Za-z0-9])?$/;
/** Snowflake's own rule; a host is made of it, so nothing else may be in it. */
export const SNOWFLAKE_ACCOUNT = /^[A-Za-z0-9_-]+([.-][A-Za-z0-9_-]+)*$/;
const PROJECT = /^[a-z][a-z0-9.:-]{2,61}[a-z0-9]$/;
const DATASET = /^\w{1,1024}$/;
export const ROLE_ARN = /^arn:aws[a-z-]*:iam::\d{12}:role\/[\w+=,.@/-]+$/;

const number = (min: number, max: number) => z.number().int().min(min).max(max);

/** How a warehouse is read: seldom, since each look costs something there. */
const reading = {
  /** So much of each table of events is read again with each look. */
  windowDays: number(1, 365).nullish(),
  everyHours: number(1, 168).nullish(),
};
export const WINDOW_DAYS_USUAL = 7;
export const EVERY_HOURS_USUAL = 24;
export const GIGABYTES_USUAL = 100;

const server = {
  host: text.regex(HOST, "should be a host's name or address"),
  database: text,
  schema: text,
  /** `off` is taken for private addresses only. */
  tls: z.enum(["verify", "off"]).default("verify"),
  ca: z
    .string()
    .trim()
    .regex(/^-----BEGIN CERTIFICATE-----/, "should be a certificate in PEM")
    .nullish(),
};
const port = (usual: number) =>
  number(1, 65_535)
    .nullish()
    .transform((given) => given ?? usual);

export const PostgresSettings = z.strictObject({
  kind: z.literal("postgres"),
  ...{ ...server, port: port(5432), ...reading },
});

export const RedshiftSettings = z.strictObject({
  kind: z.literal("redshift"),
  ...{ ...server, port: port(5439), ...reading },
  /** With a cluster or a workgroup IAM gives the password. */
  cluster: text.nullish(),
  workgroup: text.nullish(),
  region: text
    .regex(/^[a-z0-9-]+$/, "should be a region, such as us-east-1")
    .nullish(),
  roleArn: text
    .regex(ROLE_ARN, "should be a role's ARN: arn:aws:iam::…:role/…")
    .nullish(),
});

export const SnowflakeSettings = z.strictObject({
  kind: z.literal("snowflake"),
  account: text
    .max(255)
    .regex(
      SNOWFLAKE_ACCOUNT,
      "should be the account's identifier, such as acme-eu1",
    ),
  ...{ user: text, warehouse: text, database: text, schema: text },
  role: text.nullish(),
  ...reading,
});

export const BigQuerySettings = z.strictObject({
  kind: z.literal("bigquery"),
  dataset: text.regex(DATASET, "should be a dataset's name"),
  /** Where the dataset is, when it is not the service account's own project. */
  project: text.regex(PROJECT, "should be a project's id").nullish(),
  location: text
    .regex(/^[A-Za-z0-9-]+$/, "should be a location, such as EU")
    .nullish(),
  gigabytesMax: number(1, 1_000_000).nullish(),
  ...reading,
});

export const WarehouseCredentials = {
  postgres: z.strictObject({ user: text, password: text }).nullish(),
  redshift: z
    .strictObject({
      ...{ user: text.nullish(), password: text.nullish() },
      ...{ accessKeyId: text.nullish(), secretAccessKey: text.nullish() },
    })
    .nullish(),
  snowflake: z
    .strictObject({
      privateKey: text.nullish(),
      passphrase: text.nullish(),
      token: text.nullish(),
    })
    .nullish(),
  bigquery: z.strictObject({ serviceAccount: ServiceAccount }).nullish(),
};
