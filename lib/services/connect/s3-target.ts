import {
  HeapCredentials,
  HeapSettings,
} from "../../connectors/heap/definition";
import type { AwsSign } from "../../connectors/aws-sign";
import { openS3, type S3 } from "../../connectors/heap/connect/s3";
import type { S3Target } from "../../connectors/heap/connect/s3-target";
import { env } from "../../env";
import type { Connection } from "../../generated/prisma/client";
import { openCredentials, sandboxOrigin } from "../connection/connection-row";

/** What the sandbox's look-alike of S3 lets in. */
const SANDBOX_KEY = {
  accessKeyId: "sandbox",
  secretAccessKey: "sandbox-secret",
};

/** Proves to the customer's role that it is this connection that asks (AWS calls it the external id). */
export const externalIdOf = (connectionId: string) => `sluice-${connectionId}`;

/** The bucket that a connection reads; null: it has none, or no way in. Keep it out of logs and answers. */
export function s3TargetOf(row: Connection): S3Target | null {
  const { connect, region } = HeapSettings.parse(row.settings);
  if (connect?.kind !== "s3") return null;
  const isSandbox = region === "sandbox";
  const sign = signOf(row, connect.roleArn ?? null, isSandbox);
  if (sign === null) return null;
  return {
    ...{ bucket: connect.bucket, region: connect.region, sign },
    endpoint: connect.endpoint ?? (isSandbox ? `${sandboxOrigin()}/s3` : null),
    prefix: connect.prefix ?? "",
  };
}

function signOf(
  row: Connection,
  roleArn: string | null,
  isSandbox: boolean,
): AwsSign | null {
  const { s3 } = HeapCredentials.parse(openCredentials(row));
  if (roleArn !== null) return roleSign(row.id, roleArn, isSandbox);
  return s3 ? { kind: "key", ...s3 } : null;
}

/** Signs as a role of the customer's, which trusts this connection. */
export function roleSign(
  connectionId: string,
  roleArn: string,
  isSandbox: boolean,
): AwsSign {
  const sts = {
    endpoint: `${sandboxOrigin()}/sts`,
    credentials: SANDBOX_KEY,
  };
  return {
    ...{ kind: "role", roleArn, externalId: externalIdOf(connectionId) },
    sts: isSandbox ? sts : null,
  };
}

/** Opens a connection's bucket; whoever does closes it. */
export const openBucket = (target: S3Target): S3 =>
  openS3(target, env().OUTBOUND_ALLOW);
