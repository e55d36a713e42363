import type { FieldForm } from "./connector";
import {
  EVERY_HOURS_USUAL,
  GIGABYTES_USUAL,
  WINDOW_DAYS_USUAL,
} from "./warehouse-settings";

type Given = Pick<FieldForm, "path" | "label" | "help"> & Partial<FieldForm>;

const KIND = "settings.connect.kind";

const shownFor =
  (...kinds: string[]) =>
  (field: Given): FieldForm => ({
    ...{ where: null, secret: false, required: false, advanced: true },
    when: { path: KIND, is: kinds },
    ...field,
  });

const secretFor =
  (...kinds: string[]) =>
  (field: Given): FieldForm =>
    shownFor(...kinds)({ secret: true, ...field });

const servers = shownFor("postgres", "redshift");
const inServer = shownFor("postgres", "redshift", "snowflake");
const redshift = shownFor("redshift");
const snowflake = shownFor("snowflake");
const bigquery = shownFor("bigquery");
const all = shownFor("postgres", "redshift", "snowflake", "bigquery");

/** What a form asks of the warehouse that Heap Connect writes to. */
export const warehouseFields: readonly FieldForm[] = [
  servers({
    path: "settings.connect.host",
    isNeeded: true,
    label: "Host",
    help: "The server's name. Reached over TLS, and its certificate is checked.",
    placeholder: "warehouse.acme.io",
  }),
  servers({
    path: "settings.connect.port",
    label: "Port",
    help: "Usually 5432, of Redshift 5439.",
    isNumber: true,
  }),
  snowflake({
    path: "settings.connect.account",
    isNeeded: true,
    label: "Account",
    help: "The account's identifier, without snowflakecomputing.com.",
    where: "Snowflake: your name › Account › View account details.",
    placeholder: "acme-eu1",
  }),
  snowflake({
    path: "settings.connect.user",
    isNeeded: true,
    label: "User",
    help: "A user of the type SERVICE that may read the schema.",
  }),
  snowflake({
    path: "settings.connect.role",
    label: "Role",
    help: "Empty: the user's own.",
  }),
  snowflake({
    path: "settings.connect.warehouse",
    isNeeded: true,
    label: "Virtual warehouse",
    help: "The one that runs the queries; an XS of its own is best.",
  }),
  inServer({
    path: "settings.connect.database",
    isNeeded: true,
    label: "Database",
    help: "Of Snowflake that of Heap's share.",
  }),
  inServer({
    path: "settings.connect.schema",
    isNeeded: true,
    label: "Schema",
    help: "Where Heap's tables are.",
    placeholder: "main_production",
  }),
  bigquery({
    path: "settings.connect.dataset",
    isNeeded: true,
    label: "Dataset",
    help: "Where Heap's tables are.",
    placeholder: "main_production",
  }),
  bigquery({
    path: "settings.connect.project",
    label: "Project of the dataset",
    help: "Only when it is not the service account's own.",
  }),
  bigquery({
    path: "settings.connect.location",
    label: "Location",
    help: "Where the dataset is kept; empty: BigQuery finds out.",
    placeholder: "EU",
  }),
  secretFor("bigquery")({
    path: "credentials.bigquery.serviceAccount",
    isNeeded: true,
    label: "Service account key",
    help: "The whole JSON. Only the account, its key and its project are kept, encrypted.",
    where: "Google Cloud: IAM › Service accounts › Keys.",
  }),
  bigquery({
    path: "settings.connect.gigabytesMax",
    label: "Gigabytes a query may read",
    help: `BigQuery refuses larger ones, unbilled. Empty: ${GIGABYTES_USUAL}.`,
    isNumber: true,
  }),
  secretFor("postgres")({
    path: "credentials.postgres.user",
    isNeeded: true,
    label: "User",
    help: "One that may only read. Stored encrypted.",
  }),
  secretFor("postgres")({
    path: "credentials.postgres.password",
    isNeeded: true,
    label: "Password",
    help: "Stored encrypted; it is never shown again.",
  }),
  secretFor("redshift")({
    path: "credentials.redshift.user",
    label: "User",
    help: "One that may only read; empty with IAM.",
  }),
  secretFor("redshift")({
    path: "credentials.redshift.password",
    label: "Password",
    help: "Stored encrypted; empty with IAM.",
  }),
  redshift({
    path: "settings.connect.cluster",
    label: "Cluster",
    help: "With it IAM gives a password of 15 minutes, instead of one that is stored.",
  }),
  redshift({
    path: "settings.connect.workgroup",
    label: "Workgroup",
    help: "The same for Redshift Serverless.",
  }),
  redshift({
    path: "settings.connect.region",
    label: "Region",
    help: "Of the cluster or workgroup, for IAM.",
    placeholder: "us-east-1",
  }),
  redshift({
    path: "settings.connect.roleArn",
    label: "Role",
    help: "One that may draw the password and trusts this installation, with the external id that the connection's page shows.",
    placeholder: "arn:aws:iam::123456789012:role/heap-connect",
  }),
  secretFor("redshift")({
    path: "credentials.redshift.accessKeyId",
    label: "Access key ID",
    help: "Instead of a role. Stored encrypted.",
  }),
  secretFor("redshift")({
    path: "credentials.redshift.secretAccessKey",
    label: "Secret access key",
    help: "Stored encrypted; it is never shown again.",
  }),
  secretFor("snowflake")({
    path: "credentials.snowflake.privateKey",
    label: "Private key",
    help: "The RSA key of the user, in PEM. Stored encrypted; the connection's page can make one instead.",
  }),
  secretFor("snowflake")({
    path: "credentials.snowflake.passphrase",
    label: "Passphrase",
    help: "Of the private key, if it has one.",
  }),
  secretFor("snowflake")({
    path: "credentials.snowflake.token",
    label: "Programmatic access token",
    help: "Instead of a key. It ends by itself, so a key is better.",
  }),
  servers({
    path: "settings.connect.tls",
    label: "Encryption",
    help: "Without TLS only addresses of a private network are reached.",
    options: [
      { value: "verify", label: "TLS, and the certificate is checked" },
      { value: "off", label: "None, in a private network" },
    ],
  }),
  all({
    path: "settings.connect.windowDays",
    label: "Days to read again",
    help: `So much of each event's table is read with each look, for what changed. Empty: ${WINDOW_DAYS_USUAL}.`,
    isNumber: true,
  }),
  all({
    path: "settings.connect.everyHours",
    label: "Hours between looks",
    help: `Each look costs something in the warehouse. Empty: ${EVERY_HOURS_USUAL}.`,
    isNumber: true,
  }),
];
