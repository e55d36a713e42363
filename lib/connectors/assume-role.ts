import {
  AssumeRoleCommand,
  STSClient,
  type STSClientConfig,
} from "@aws-sdk/client-sts";
import type { AwsSign } from "./aws-sign";
import { ConnectorError } from "./connector-error";

const SESSION_SECONDS = 3_600;

type Role = Extract<AwsSign, { kind: "role" }>;
export type RequestHandler = NonNullable<STSClientConfig["requestHandler"]>;

/** A session of the customer's role. Throws ConnectorError where it does not trust this installation. */
export async function assumeRole(
  role: Role,
  region: string,
  requestHandler: RequestHandler,
) {
  const client = new STSClient({
    region,
    ...(role.sts === null ? {} : role.sts),
    requestHandler,
  });
  try {
    const { Credentials } = await client
      .send(
        new AssumeRoleCommand({
          RoleArn: role.roleArn,
          ExternalId: role.externalId,
          RoleSessionName: "sluice",
          DurationSeconds: SESSION_SECONDS,
        }),
      )
      .catch(refusedRole);
    const { AccessKeyId, SecretAccessKey, SessionToken, Expiration } =
      Credentials ?? {};
    if (AccessKeyId === undefined || SecretAccessKey === undefined)
      throw new ConnectorError("AWS gave no session for the role.", "wait");
    return {
      accessKeyId: AccessKeyId,
      secretAccessKey: SecretAccessKey,
      ...(SessionToken === undefined ? {} : { sessionToken: SessionToken }),
      ...(Expiration === undefined ? {} : { expiration: Expiration }),
    };
  } finally {
    client.destroy();
  }
}

/** What other services call by the same name is about what they hold. */
function refusedRole(error: unknown): never {
  const isDenied = error instanceof Error && error.name === "AccessDenied";
  throw isDenied
    ? new ConnectorError(
        "The role does not trust this installation with this external id.",
        "change-connection",
      )
    : error;
}
