import { ConnectorError } from "../../connector-error";
import { ConnectDataError, MissingFileError } from "./connect-error";

/** What S3 and STS answer, for whoever has to mend it. */
const MENDED_BY_PEOPLE = new Map(
  Object.entries({
    InvalidAccessKeyId: "The access key is not known.",
    SignatureDoesNotMatch: "The secret access key is not the access key's.",
    NoSuchBucket: "There is no bucket of this name.",
    AccessDenied: "The bucket's policy does not allow it.",
    Forbidden: "The bucket's policy does not allow it.",
    PermanentRedirect: "The bucket is in another region.",
    AuthorizationHeaderMalformed: "The bucket is in another region.",
    InvalidToken: "The role's session was not accepted.",
    ExpiredToken: "The role's session has ended.",
    CredentialsProviderError:
      "This installation has no AWS identity of its own to take the role with.",
  }),
);

/** An endpoint that somebody typed may answer anything. */
const CODE = /^[\w.-]{1,64}$/;

/** What an S3 call failed with, as a ConnectorError, or a ConnectDataError where a file is missing. */
export function toS3Error(error: unknown): Error {
  if (error instanceof ConnectorError || error instanceof ConnectDataError)
    return error;
  const reason = error instanceof Error ? error : new Error(String(error));
  if (reason.cause instanceof ConnectorError) return reason.cause;
  if (reason.name === "NoSuchKey" || reason.name === "NotFound")
    return new MissingFileError("it is not in the bucket", { cause: error });
  if (reason.name === "InvalidRange")
    return new ConnectDataError("it is shorter than it was", { cause: error });
  if (reason.name === "InvalidObjectState")
    return new ConnectDataError("it is archived: restore it", { cause: error });
  const known = MENDED_BY_PEOPLE.get(reason.name);
  if (known !== undefined)
    return new ConnectorError(known, "change-connection", { cause: error });
  const code = "code" in reason ? String(reason.code) : reason.name;
  return new ConnectorError(
    `S3 gives no answer that counts (${CODE.test(code) ? code : "unknown"}).`,
    "wait",
    {
      cause: error,
    },
  );
}
