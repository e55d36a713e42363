import { ConnectorError } from "../connector-error";
import { TableReadError } from "./table-read-error";

/** By Snowflake's codes; what it says in words may hold what is in tables. */
const OF_CONNECTION = new Map([
  ["390100", "Snowflake does not know this user, or its key or token."],
  [
    "390144",
    "Snowflake does not take the key: run ALTER USER … SET RSA_PUBLIC_KEY for this user.",
  ],
  ["390189", "The role is not granted to this user."],
  [
    "390201",
    "The warehouse, database or schema is not there, or not granted to the role.",
  ],
  ["390303", "The token is not valid."],
  ["390318", "The token has ended."],
  ["390394", "The token is not valid."],
  [
    "390420",
    "A network policy of Snowflake does not let this installation in.",
  ],
  [
    "390422",
    "A network policy of Snowflake does not let this installation in.",
  ],
  ["000606", "No warehouse is chosen, or the role may not use it."],
  [
    "002043",
    "The database or schema is not there, or not granted to the role.",
  ],
  [
    "405005",
    "The private key can't be read: it should be PEM, with its passphrase if it has one.",
  ],
  ["404023", "The private key can't be read: it should be PEM."],
]);

const OF_TABLE = new Map([
  ["002003", "it is gone, or the role may not read it"],
  ["000904", "a column of it is gone"],
  ["003001", "the role may not read it; grant SELECT on it"],
  ["000630", "reading it took longer than a statement may run"],
  ["000604", "somebody cancelled the query"],
  ["001003", "Snowflake can't compile the query"],
]);

/** Whatever else Snowflake has against who asks: trying again may lock the user out. */
const SIGN_IN = /^39\d{4}$/;
const CODE = /^[\w.-]{1,64}$/;

/** What signing in or asking for the catalogue failed with. */
export function toSnowflakeError(error: unknown, account: string): Error {
  if (error instanceof ConnectorError || error instanceof TableReadError)
    return error;
  const code = codeOf(error);
  const known = OF_CONNECTION.get(code);
  if (known !== undefined)
    return new ConnectorError(known, "change-connection", { cause: error });
  if (SIGN_IN.test(code))
    return new ConnectorError(
      `Snowflake refuses the sign-in (${code}).`,
      "change-connection",
      { cause: error },
    );
  return new ConnectorError(
    `Snowflake's account ${account} gives no answer that counts (${code || "unknown"}).`,
    "wait",
    { cause: error },
  );
}

/** What reading a table failed with: some of it is that table's own fault. */
export function toSnowflakeReadError(error: unknown, account: string): Error {
  const known = OF_TABLE.get(codeOf(error));
  return known === undefined
    ? toSnowflakeError(error, account)
    : new TableReadError(known, { cause: error });
}

/** The driver gives some codes as numbers, and drops leading zeros there. */
function codeOf(error: unknown): string {
  const code =
    error instanceof Error && "code" in error ? String(error.code) : "";
  if (/^\d+$/.test(code)) return code.padStart(6, "0");
  return CODE.test(code) ? code : "";
}
