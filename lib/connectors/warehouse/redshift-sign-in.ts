import { ConnectorError } from "../connector-error";
import { assumeRole, type RequestHandler } from "../assume-role";
import type { AwsSign } from "../aws-sign";
import { guardedAgents } from "../guarded-agents";
import type { PostgresSignIn } from "./postgres-session";
import type { RedshiftSignIn } from "./target";

const CONNECT_TIMEOUT_MS = 5_000;
const ANSWER_TIMEOUT_MS = 30_000;
/** A session that is open goes on when its password ends; each new one draws its own. */
const PASSWORD_SECONDS = 900;

type Iam = Extract<RedshiftSignIn, { kind: "iam" }>;

/**
 * The user and password to open a session with: what was given, or a password of
 * 15 minutes that IAM gives. Throws ConnectorError.
 */
export async function redshiftSignIn(
  signIn: RedshiftSignIn,
  database: string,
  { origin, allow }: { origin: string | null; allow: readonly string[] },
): Promise<PostgresSignIn> {
  if (signIn.kind === "password") return signIn;
  const api = await apiOptions(signIn, origin, allow);
  try {
    return "cluster" in signIn.of
      ? await ofCluster(api, signIn.of.cluster, database)
      : await ofWorkgroup(api, signIn.of.workgroup, database);
  } catch (error) {
    throw toSignInError(error);
  }
}

type ApiOptions = Awaited<ReturnType<typeof apiOptions>>;

async function apiOptions(
  { region, sign }: Iam,
  origin: string | null,
  allow: readonly string[],
) {
  const requestHandler = {
    ...{ connectionTimeout: CONNECT_TIMEOUT_MS },
    ...{ socketTimeout: ANSWER_TIMEOUT_MS, ...guardedAgents(allow) },
  };
  return {
    region,
    ...(origin === null ? {} : { endpoint: `${origin}/redshift` }),
    credentials: await keyOf(sign, region, requestHandler),
    requestHandler,
  };
}

async function keyOf(sign: AwsSign, region: string, handler: RequestHandler) {
  if (sign.kind === "role") return assumeRole(sign, region, handler);
  const { accessKeyId, secretAccessKey } = sign;
  return { accessKeyId, secretAccessKey };
}

async function ofCluster(
  api: ApiOptions,
  cluster: string,
  database: string,
): Promise<PostgresSignIn> {
  const { RedshiftClient, GetClusterCredentialsWithIAMCommand } =
    await import("@aws-sdk/client-redshift");
  const client = new RedshiftClient(api);
  try {
    const { DbUser, DbPassword } = await client.send(
      new GetClusterCredentialsWithIAMCommand({
        ...{ ClusterIdentifier: cluster, DbName: database },
        DurationSeconds: PASSWORD_SECONDS,
      }),
    );
    return drawn(DbUser, DbPassword);
  } finally {
    client.destroy();
  }
}

async function ofWorkgroup(
  api: ApiOptions,
  workgroup: string,
  database: string,
): Promise<PostgresSignIn> {
  const { RedshiftServerlessClient, GetCredentialsCommand } =
    await import("@aws-sdk/client-redshift-serverless");
  const client = new RedshiftServerlessClient(api);
  try {
    const { dbUser, dbPassword } = await client.send(
      new GetCredentialsCommand({
        ...{ workgroupName: workgroup, dbName: database },
        durationSeconds: PASSWORD_SECONDS,
      }),
    );
    return drawn(dbUser, dbPassword);
  } finally {
    client.destroy();
  }
}

function drawn(
  user: string | undefined,
  password: string | undefined,
): PostgresSignIn {
  if (user === undefined || password === undefined)
    throw new ConnectorError("AWS gave no password for Redshift.", "wait");
  return { user, password };
}

const NOT_ALLOWED =
  "AWS does not allow it: grant redshift:GetClusterCredentialsWithIAM, or redshift-serverless:GetCredentials.";

/** By the names that AWS gives its refusals. */
const MENDED_BY_PEOPLE = new Map([
  ["ClusterNotFoundFault", "There is no cluster of this name in the region."],
  ["ClusterNotFound", "There is no cluster of this name in the region."],
  ["ResourceNotFoundException", "There is no workgroup of this name."],
  ["InvalidClientTokenId", "The access key is not known."],
  ["UnrecognizedClientException", "The access key is not known."],
  ["SignatureDoesNotMatch", "The secret access key is not the access key's."],
  ["AccessDenied", NOT_ALLOWED],
  ["AccessDeniedException", NOT_ALLOWED],
  ["UnauthorizedOperation", NOT_ALLOWED],
]);

const CODE = /^[\w.-]{1,64}$/;

function toSignInError(error: unknown): Error {
  if (error instanceof ConnectorError) return error;
  const reason = error instanceof Error ? error : new Error(String(error));
  if (reason.cause instanceof ConnectorError) return reason.cause;
  const known = MENDED_BY_PEOPLE.get(reason.name);
  if (known !== undefined)
    return new ConnectorError(known, "change-connection", { cause: error });
  const code = "code" in reason ? String(reason.code) : reason.name;
  return new ConnectorError(
    `AWS gives no answer that counts (${CODE.test(code) ? code : "unknown"}).`,
    "wait",
    { cause: error },
  );
}
