import { isIP, Socket } from "node:net";
import pg from "pg";
import { ConnectorError } from "../connector-error";
import { guardedAddress } from "../guarded-address";
import { toPostgresError } from "./postgres-error";
import { STATEMENT_SECONDS_MAX } from "./reader";
import type { PostgresTarget, QueryTag } from "./target";

const CONNECT_TIMEOUT_MS = 10_000;
/** A network that went dark must not hold a reading for hours. */
const SILENCE_MS_MAX = (STATEMENT_SECONDS_MAX + 60) * 1_000;

export type PostgresSignIn = { user: string; password: string };
export type PostgresDialect = "postgres" | "redshift";

/** Cells as the server writes them: their columns' types tell what they mean. */
const RAW = { getTypeParser: () => (value: string) => value };

/**
 * Opens a session in a server that speaks PostgreSQL's protocol. It goes to the
 * address that was checked, and TLS vouches for the name. Throws ConnectorError.
 */
export async function openSession(
  target: PostgresTarget & PostgresSignIn,
  allow: readonly string[],
): Promise<pg.Client> {
  const { host, port, database, user, password } = target;
  const { address, isPrivate } = await guardedAddress(allow, host, port);
  const client = new pg.Client({
    ...{ host: address, port, database, user, password },
    ssl: tlsOf(target, isPrivate),
    stream: () => new Socket().setTimeout(SILENCE_MS_MAX, destroySilent),
    ...{ connectionTimeoutMillis: CONNECT_TIMEOUT_MS, keepAlive: true },
    ...{ application_name: "sluice", types: RAW },
  });
  // What breaks between two queries shows with the next one.
  client.on("error", () => undefined);
  try {
    await client.connect();
    return client;
  } catch (error) {
    await client.end().catch(() => undefined);
    throw toPostgresError(error, `${host}:${port}`);
  }
}

function destroySilent(this: Socket): void {
  this.destroy(new Error("silent for too long"));
}

/** Without TLS a password would go over the open network. */
function tlsOf({ tls, host, ca }: PostgresTarget, isPrivate: boolean) {
  if (tls === "verify")
    return {
      ...(isIP(host) === 0 ? { servername: host } : { host }),
      ...(ca === null ? {} : { ca }),
    };
  if (isPrivate) return false;
  throw new ConnectorError(
    `${host} is no private address: it is reached over TLS only.`,
    "change-connection",
  );
}

/** Begins a transaction that can't write, with limits to what it may take. */
export async function beginReading(
  client: pg.Client,
  dialect: PostgresDialect,
  tag: QueryTag,
  secondsMax: number,
): Promise<void> {
  await client.query("BEGIN READ ONLY");
  for (const setting of settingsOf(dialect, tag, secondsMax))
    await client.query(setting);
}

export async function endReading(client: pg.Client): Promise<void> {
  await client.query("ROLLBACK").catch(() => undefined);
}

function settingsOf(
  dialect: PostgresDialect,
  { workspaceId, connectionId }: QueryTag,
  secondsMax: number,
): string[] {
  const timeout = `SET LOCAL statement_timeout = ${secondsMax * 1_000}`;
  const form = "SET LOCAL datestyle = 'ISO'";
  if (dialect === "redshift") {
    const group = pg.escapeLiteral(`sluice ${workspaceId} ${connectionId}`);
    return [timeout, form, `SET query_group TO ${group}`];
  }
  return [
    ...[timeout, form, "SET LOCAL timezone = 'UTC'"],
    ...["SET LOCAL lock_timeout = '10s'", "SET LOCAL bytea_output = 'hex'"],
    "SET LOCAL idle_in_transaction_session_timeout = '120s'",
  ];
}
