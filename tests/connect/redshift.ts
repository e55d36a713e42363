import { connect, createServer, type Socket } from "node:net";
import { startLookAlike, type Asked } from "./look-alike";
import type { Warehouse } from "./warehouse";

/** Settings that Redshift knows and PostgreSQL does not, and the other way round. */
const ONLY_REDSHIFT = /^SET query_group TO /;
const ONLY_POSTGRES = /lock_timeout|idle_in_transaction|bytea_output|timezone/;

/**
 * Redshift's wire on a port of its own: PostgreSQL's, but for the settings that
 * differ. And the AWS that gives passwords for it.
 */
export async function startRedshift(warehouse: Warehouse) {
  const statements: string[] = [];
  const asked: (Asked & { target: string })[] = [];
  const aws = { password: warehouse.password, isDenied: false };
  const wire = createServer((client) => forward(client, warehouse, statements));
  await new Promise<void>((resolve) => {
    wire.listen(0, "127.0.0.1", resolve);
  });
  const address = wire.address();
  if (address === null || typeof address === "string")
    throw new Error("The server has no port");
  const api = await startLookAlike((call) => {
    asked.push({ ...call, target: String(call.headers["x-amz-target"] ?? "") });
    const isServerless = call.headers["x-amz-target"] !== undefined;
    if (aws.isDenied)
      return { status: 403, body: { __type: "AccessDeniedException" } };
    const { user } = warehouse;
    return {
      body: isServerless
        ? { dbUser: user, dbPassword: aws.password }
        : `<r><GetClusterCredentialsWithIAMResult><DbUser>${user}</DbUser><DbPassword>${aws.password}</DbPassword></GetClusterCredentialsWithIAMResult></r>`,
    };
  });
  return {
    ...{ statements, asked, aws, apiPort: api.port, port: address.port },
    async stop() {
      wire.close();
      await api.stop();
    },
  };
}

function forward(client: Socket, { url }: Warehouse, statements: string[]) {
  const server = connect(Number(url.port), url.hostname);
  server.pipe(client);
  let held: Buffer = Buffer.alloc(0);
  let isStarted = false;
  client.on("data", (bytes: Buffer) => {
    held = Buffer.concat([held, bytes]);
    for (;;) {
      const start = isStarted ? 1 : 0;
      if (held.length < start + 4) return;
      const length = start + held.readUInt32BE(start);
      if (held.length < length) return;
      server.write(translated(held.subarray(0, length), isStarted, statements));
      held = held.subarray(length);
      isStarted = true;
    }
  });
  const end = () => {
    server.destroy();
    client.destroy();
  };
  for (const socket of [client, server]) {
    socket.on("close", end);
    socket.on("error", end);
  }
}

/** A simple query is its letter, its length, and text that ends with NUL. */
function translated(
  message: Buffer,
  isStarted: boolean,
  statements: string[],
): Buffer {
  if (!isStarted || message[0] !== "Q".charCodeAt(0)) return message;
  const text = message.subarray(5, -1).toString("utf8");
  statements.push(text);
  if (ONLY_POSTGRES.test(text)) return query("SELECT redshift_has_no_such");
  if (!ONLY_REDSHIFT.test(text)) return message;
  return query(text.replace("query_group", "redshift.query_group"));
}

function query(text: string): Buffer {
  const body = Buffer.from(`${text}\0`);
  const head = Buffer.alloc(5);
  head.write("Q");
  head.writeUInt32BE(body.length + 4, 1);
  return Buffer.concat([head, body]);
}
