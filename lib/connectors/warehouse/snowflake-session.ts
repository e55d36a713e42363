import type {
  Connection,
  ConnectionOptions,
  RowStatement,
  StatementOption,
} from "snowflake-sdk";
import { toSnowflakeError } from "./snowflake-error";
import { STATEMENT_SECONDS_MAX } from "./reader";
import type { QueryTag, SnowflakeTarget } from "./target";

const QUEUED_SECONDS_MAX = 120;
/** The driver hands on so many rows at a time. */
const ROWS_AHEAD = 1_000;

type Target = SnowflakeTarget & { tag: QueryTag; origin: string | null };

export type SnowflakeSession = {
  /** Runs a statement whose rows are streamed, or finds one again by its id. */
  run(statement: Statement): Promise<RowStatement>;
  close(): Promise<void>;
};

export type Statement =
  | { sqlText: string; binds: string[]; secondsMax: number }
  | { queryId: string };

/** Signs in to Snowflake. Only named options reach the driver: others could read files or lead elsewhere. */
export async function openSnowflakeSession(
  target: Target,
): Promise<SnowflakeSession> {
  const { default: snowflake } = await import("snowflake-sdk");
  // It would log to a file, and go by a file of settings that it finds.
  snowflake.configure({ logLevel: "OFF", additionalLogToConsole: false });
  const connection = snowflake.createConnection(optionsOf(target));
  await signedIn(connection, target.account);
  return {
    run: (statement) => run(connection, statement),
    close: () =>
      new Promise((resolve) => {
        connection.destroy(() => resolve());
      }),
  };
}

function optionsOf(target: Target): ConnectionOptions {
  const { account, user, warehouse, database, schema, role } = target;
  const { tag, origin } = target;
  return {
    ...{ account, username: user, warehouse, database, schema },
    ...(role === null ? {} : { role }),
    ...(origin === null ? {} : { accessUrl: `${origin}/snowflake` }),
    ...signInOf(target.signIn),
    application: "Sluice",
    queryTag: `sluice workspace=${tag.workspaceId} connection=${tag.connectionId}`,
    ...{ rowStreamHighWaterMark: ROWS_AHEAD, clientSessionKeepAlive: false },
    clientStoreTemporaryCredential: false,
  };
}

function signInOf(signIn: SnowflakeTarget["signIn"]) {
  if (signIn.kind === "token")
    return {
      authenticator: "PROGRAMMATIC_ACCESS_TOKEN",
      token: signIn.token,
    };
  const { privateKey, passphrase } = signIn;
  return {
    ...{ authenticator: "SNOWFLAKE_JWT", privateKey },
    ...(passphrase === null ? {} : { privateKeyPass: passphrase }),
  };
}

function signedIn(connection: Connection, account: string): Promise<void> {
  return new Promise((resolve, reject) => {
    connection.connect((error) => {
      if (!error) resolve();
      else reject(toSnowflakeError(error, account));
    });
  });
}

function run(
  connection: Connection,
  statement: Statement,
): Promise<RowStatement> {
  return new Promise((resolve, reject) => {
    const complete: StatementOption["complete"] = (error, done) => {
      if (error) reject(error);
      else resolve(done);
    };
    const streamed = {
      ...{ streamResult: true, rowMode: "array" as const, complete },
      // As numbers large ids would lose digits.
      fetchAsString: [
        "Number",
        "JSON",
      ] satisfies StatementOption["fetchAsString"],
    };
    if ("queryId" in statement) {
      connection.fetchResult({ queryId: statement.queryId, ...streamed });
      return;
    }
    const { sqlText, binds, secondsMax } = statement;
    const parameters = {
      STATEMENT_TIMEOUT_IN_SECONDS: Math.min(secondsMax, STATEMENT_SECONDS_MAX),
      STATEMENT_QUEUED_TIMEOUT_IN_SECONDS: QUEUED_SECONDS_MAX,
    };
    connection.execute({ sqlText, binds, parameters, ...streamed });
  });
}
