import type { AwsSign } from "../aws-sign";

/** Who asks, for the warehouse's own books: query tags and labels. */
export type QueryTag = { workspaceId: string; connectionId: string };

/** A schema of a server that speaks PostgreSQL's protocol. */
export type PostgresTarget = {
  host: string;
  port: number;
  database: string;
  schema: string;
  /** `off` is for addresses of a private network only. */
  tls: "verify" | "off";
  /** Of an authority that is not publicly known. */
  ca: string | null;
};

type Password = { user: string; password: string };

export type RedshiftSignIn =
  | ({ kind: "password" } & Password)
  | {
      kind: "iam";
      /** A cluster, or a workgroup of Redshift Serverless. */
      of: { cluster: string } | { workgroup: string };
      region: string;
      sign: AwsSign;
    };

export type SnowflakeTarget = {
  account: string;
  user: string;
  warehouse: string;
  database: string;
  schema: string;
  role: string | null;
  signIn:
    | { kind: "key-pair"; privateKey: string; passphrase: string | null }
    | { kind: "token"; token: string };
};

export type BigQueryTarget = {
  /** Who pays for queries. */
  project: string;
  /** Where the tables are. */
  dataset: { project: string; name: string };
  location: string | null;
  clientEmail: string;
  privateKey: string;
  /** Queries that would read more are refused by BigQuery, unbilled. */
  bytesBilledMax: number;
};

/**
 * A schema to read, and how to get in: keep it out of logs and answers. `origin`
 * is that of the sandbox's look-alikes; null: the vendor's own.
 */
export type WarehouseTarget = { tag: QueryTag; origin: string | null } & (
  | ({ engine: "postgres" } & PostgresTarget & Password)
  | ({ engine: "redshift"; signIn: RedshiftSignIn } & PostgresTarget)
  | ({ engine: "snowflake" } & SnowflakeTarget)
  | ({ engine: "bigquery" } & BigQueryTarget)
);

export type WarehouseEngine = WarehouseTarget["engine"];
