import { ConnectorError } from "../connector-error";
import { TableReadError } from "./table-read-error";

/** By SQLSTATE; what a server says in words may hold what is in its tables. */
const OF_CONNECTION = new Map([
  ["28P01", "The user or the password is not right."],
  ["28000", "The server does not let this user in from here."],
  ["3D000", "There is no database of this name."],
  ["3F000", "There is no schema of this name."],
]);

const OF_TABLE = new Map([
  ["42501", "the user may not read it; grant SELECT on it"],
  ["42P01", "it is gone"],
  ["42703", "a column of it is gone"],
  ["42883", "the type of its key or its time does not fit"],
  ["57014", "reading it took longer than a statement may run"],
  ["55P03", "somebody else holds it locked"],
]);

const TLS_CODES = new Set([
  ...["DEPTH_ZERO_SELF_SIGNED_CERT", "SELF_SIGNED_CERT_IN_CHAIN"],
  ...["UNABLE_TO_VERIFY_LEAF_SIGNATURE", "UNABLE_TO_GET_ISSUER_CERT_LOCALLY"],
  ...["CERT_HAS_EXPIRED", "ERR_TLS_CERT_ALTNAME_INVALID"],
]);
const NO_TLS = "The server does not support SSL connections";
const CODE = /^[\w.-]{1,64}$/;

/** What connecting or asking for the catalogue failed with. */
export function toPostgresError(error: unknown, server: string): Error {
  if (error instanceof ConnectorError || error instanceof TableReadError)
    return error;
  const code = codeOf(error);
  const known = OF_CONNECTION.get(code);
  if (known !== undefined)
    return new ConnectorError(known, "change-connection", { cause: error });
  if (TLS_CODES.has(code) || messageOf(error) === NO_TLS)
    return new ConnectorError(
      code === ""
        ? `${server} offers no TLS.`
        : `${server} has no certificate that counts (${code}).`,
      "change-connection",
      { cause: error },
    );
  return new ConnectorError(
    `${server} gives no answer that counts (${code || "unknown"}).`,
    "wait",
    { cause: error },
  );
}

/** What reading a table failed with: some of it is that table's own fault. */
export function toPostgresReadError(error: unknown, server: string): Error {
  const code = codeOf(error);
  const known = OF_TABLE.get(code);
  if (known !== undefined) return new TableReadError(known, { cause: error });
  // Data exceptions, and what the query has no right or no form for.
  if (/^(22|42|0A)/.test(code))
    return new TableReadError(`the server refuses to read it (${code})`, {
      cause: error,
    });
  return toPostgresError(error, server);
}

function codeOf(error: unknown): string {
  const code =
    error instanceof Error && "code" in error ? String(error.code) : "";
  return CODE.test(code) ? code : "";
}

const messageOf = (error: unknown) =>
  error instanceof Error ? error.message : "";
