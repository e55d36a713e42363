import type { AwsSign } from "../../../connectors/aws-sign";
import {
  HeapCredentials,
  HeapSettings,
} from "../../../connectors/heap/definition";
import { toPem } from "../../../connectors/pem";
import { GIGABYTES_USUAL } from "../../../connectors/warehouse-settings";
import type {
  RedshiftSignIn,
  SnowflakeTarget,
  WarehouseTarget,
} from "../../../connectors/warehouse/target";
import type { Connection } from "../../../generated/prisma/client";
import {
  openCredentials,
  sandboxOrigin,
} from "../../connection/connection-row";
import { roleSign } from "../s3-target";
import { warehouseSettingsOf, type WarehouseSettings } from "./settings";

const GIGABYTE = 1_000_000_000;

type Credentials = ReturnType<typeof HeapCredentials.parse>;
type Of<Kind extends WarehouseSettings["kind"]> = Extract<
  WarehouseSettings,
  { kind: Kind }
>;

/** The warehouse that a connection reads; null: it has none, or no way in. Keep it out of logs and answers. */
export function warehouseTargetOf(row: Connection): WarehouseTarget | null {
  const connect = warehouseSettingsOf(row);
  if (connect === null) return null;
  const { region } = HeapSettings.parse(row.settings);
  const target = engineTarget(
    row,
    connect,
    HeapCredentials.parse(openCredentials(row)),
    region === "sandbox",
  );
  if (target === null) return null;
  return {
    ...target,
    tag: { workspaceId: row.workspaceId, connectionId: row.id },
    origin: region === "sandbox" ? sandboxOrigin() : null,
  };
}

/** Of a union each member by itself. */
type WithoutAsker<T> = T extends unknown ? Omit<T, "tag" | "origin"> : never;

function engineTarget(
  row: Connection,
  connect: WarehouseSettings,
  credentials: Credentials,
  isSandbox: boolean,
): WithoutAsker<WarehouseTarget> | null {
  switch (connect.kind) {
    case "postgres": {
      const { postgres: signIn } = credentials;
      return signIn
        ? { engine: "postgres", ...serverOf(connect), ...signIn }
        : null;
    }
    case "redshift": {
      const signIn = redshiftSignIn(row, connect, credentials, isSandbox);
      return signIn && { engine: "redshift", ...serverOf(connect), signIn };
    }
    case "snowflake": {
      const signIn = snowflakeSignIn(credentials);
      const { account, user, warehouse, database, schema } = connect;
      const role = connect.role ?? null;
      const named = { account, user, warehouse, database, schema, role };
      return signIn && { engine: "snowflake", ...named, signIn };
    }
    case "bigquery":
      return bigQueryTarget(connect, credentials);
  }
}

const serverOf = (connect: Of<"postgres"> | Of<"redshift">) => ({
  ...{ host: connect.host, port: connect.port, database: connect.database },
  ...{ schema: connect.schema, tls: connect.tls, ca: connect.ca ?? null },
});

function redshiftSignIn(
  row: Connection,
  { cluster, workgroup, region, roleArn }: Of<"redshift">,
  { redshift }: Credentials,
  isSandbox: boolean,
): RedshiftSignIn | null {
  const { user, password, accessKeyId, secretAccessKey } = redshift ?? {};
  const of = cluster ? { cluster } : workgroup ? { workgroup } : null;
  if (of === null)
    return user && password ? { kind: "password", user, password } : null;
  const sign: AwsSign | null = roleArn
    ? roleSign(row.id, roleArn, isSandbox)
    : accessKeyId && secretAccessKey
      ? { kind: "key", accessKeyId, secretAccessKey }
      : null;
  return sign && region ? { kind: "iam", of, region, sign } : null;
}

/** A key before a token: it does not end by itself. */
function snowflakeSignIn({
  snowflake,
}: Credentials): SnowflakeTarget["signIn"] | null {
  const { privateKey, passphrase = null, token } = snowflake ?? {};
  if (privateKey)
    return { kind: "key-pair", privateKey: toPem(privateKey), passphrase };
  return token ? { kind: "token", token } : null;
}

function bigQueryTarget(
  { dataset, project, location, gigabytesMax }: Of<"bigquery">,
  { bigquery }: Credentials,
): WithoutAsker<Extract<WarehouseTarget, { engine: "bigquery" }>> | null {
  if (!bigquery) return null;
  const { client_email, private_key, project_id } = bigquery.serviceAccount;
  return {
    ...{ engine: "bigquery", project: project_id },
    dataset: { project: project ?? project_id, name: dataset },
    location: location ?? null,
    ...{ clientEmail: client_email, privateKey: private_key },
    bytesBilledMax: (gigabytesMax ?? GIGABYTES_USUAL) * GIGABYTE,
  };
}
