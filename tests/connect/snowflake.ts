import { createHash, createPublicKey, randomUUID, verify } from "node:crypto";
import { startLookAlike, type Answered, type Asked } from "./look-alike";
import type { Warehouse } from "./warehouse";

/** So many rows come with the answer, the rest in chunks at addresses of their own. */
const ROWS_INLINE = 700;
const ROWS_A_CHUNK = 900;

type Login = { data: Record<string, unknown> };
type Query = {
  sqlText: string;
  bindings?: Record<string, { value: string }>;
  parameters?: Record<string, unknown>;
};
type Result = { rowtype: object[]; rows: (string | null)[][] };

const MS = 1_000;

/**
 * Snowflake's HTTP as its own driver speaks it, answered from PostgreSQL. Names are
 * in upper case there, as in Snowflake.
 */
export async function startSnowflake(warehouse: Warehouse, database: string) {
  const logins: Record<string, unknown>[] = [];
  const queries: Query[] = [];
  const results = new Map<string, Result>();
  const knows = { publicKey: "", token: "", failure: null as string | null };

  const run = async (query: Query): Promise<Answered> => {
    queries.push(query);
    if (knows.failure !== null) return refused(knows.failure);
    const queryId = randomUUID();
    results.set(queryId, await ask(warehouse, database, query));
    return found(queryId);
  };
  const found = (queryId: string): Answered => {
    const result = results.get(queryId);
    if (result === undefined) return refused("000709");
    const { rowtype, rows } = result;
    const chunks = [];
    for (let from = ROWS_INLINE; from < rows.length; from += ROWS_A_CHUNK)
      chunks.push({
        url: `http://127.0.0.1:${server.port}/chunk/${queryId}/${from}`,
        rowCount: Math.min(ROWS_A_CHUNK, rows.length - from),
        ...{ uncompressedSize: 10_000, compressedSize: 10_000 },
      });
    return {
      body: {
        success: true,
        data: {
          ...{ queryId, rowtype, rowset: rows.slice(0, ROWS_INLINE), chunks },
          ...{ total: rows.length, returned: rows.length, parameters: [] },
          ...{ queryResultFormat: "json", chunkHeaders: {}, version: 1 },
        },
      },
    };
  };
  const answer = ({ url, text }: Asked): Promise<Answered> | Answered => {
    const path = url.pathname.replace(/^\/snowflake/, "");
    const [, queryId = "", from = "0"] =
      /^\/chunk\/([^/]+)\/(\d+)$/.exec(path) ?? [];
    if (queryId !== "")
      return { body: chunkOf(results.get(queryId), Number(from)) };
    const again = /^\/queries\/([\w-]+)\/result$/.exec(path)?.[1];
    if (again !== undefined) return found(again);
    if (path.includes("login-request")) {
      const { data } = JSON.parse(text) as Login;
      logins.push(data);
      return isKnown(data, knows) ? SESSION : refused("390100");
    }
    if (path.includes("query-request")) return run(JSON.parse(text) as Query);
    return { body: { success: true, data: {} } };
  };
  const server = await startLookAlike(answer);
  return { ...server, logins, queries, results, knows };
}

const SESSION: Answered = {
  body: {
    success: true,
    data: {
      ...{ token: "session", masterToken: "master", validityInSeconds: 3_600 },
      ...{ masterValidityInSeconds: 14_400, parameters: [], sessionId: 1 },
      sessionInfo: {},
    },
  },
};

const refused = (code: string): Answered => ({
  body: { success: false, code, message: "no: ada@acme.io", data: {} },
});

function isKnown(
  { AUTHENTICATOR, TOKEN }: Record<string, unknown>,
  { publicKey, token }: { publicKey: string; token: string },
): boolean {
  if (AUTHENTICATOR === "PROGRAMMATIC_ACCESS_TOKEN") return TOKEN === token;
  if (AUTHENTICATOR !== "SNOWFLAKE_JWT" || publicKey === "") return false;
  const [header, claims = "", signature = ""] = String(TOKEN).split(".");
  const key = createPublicKey({
    ...{ key: Buffer.from(publicKey, "base64"), format: "der", type: "spki" },
  });
  const digest = createHash("sha256")
    .update(Buffer.from(publicKey, "base64"))
    .digest("base64");
  const { iss } = JSON.parse(Buffer.from(claims, "base64url").toString()) as {
    iss: string;
  };
  return (
    iss.endsWith(`.SHA256:${digest}`) &&
    verify(
      ...(["sha256", Buffer.from(`${header}.${claims}`), key] as const),
      Buffer.from(signature, "base64url"),
    )
  );
}

/** The rows of a chunk, as Snowflake keeps them: without the brackets around. */
const chunkOf = (result: Result | undefined, from: number): string =>
  (result?.rows ?? [])
    .slice(from, from + ROWS_A_CHUNK)
    .map((row) => JSON.stringify(row))
    .join(",");

/** Snowflake's catalogue has its own words for types. */
const CATALOGUE = `(SELECT table_schema, table_name, column_name, ordinal_position, CASE data_type WHEN 'jsonb' THEN 'VARIANT'
    WHEN 'bigint' THEN 'NUMBER' WHEN 'numeric' THEN 'NUMBER' WHEN 'boolean' THEN 'BOOLEAN' WHEN 'text' THEN 'TEXT' ELSE 'TIMESTAMP_NTZ' END AS data_type
  FROM information_schema.columns) AS columns`;

async function ask(
  warehouse: Warehouse,
  database: string,
  { sqlText, bindings = {} }: Query,
): Promise<Result> {
  let number = 0;
  const text = sqlText
    .replaceAll(`"${database}".`, "")
    .replace('"INFORMATION_SCHEMA"."COLUMNS"', CATALOGUE)
    .replace("TO_TIMESTAMP_NTZ(?)", "?::timestamp")
    .replaceAll("?", () => `$${(number += 1)}`);
  const values = Object.values(bindings).map(({ value }) => value);
  const { fields, rows } = await warehouse.table(text, values);
  return {
    rowtype: fields.map(({ name, type }) => ({
      ...{ name, nullable: true, scale: 0, precision: 38, length: 1_000 },
      type: TYPES[type] ?? "text",
    })),
    rows: rows.map((row) =>
      row.map((cell, index) => written(cell, fields[index]?.type ?? "")),
    ),
  };
}

const TYPES: Record<string, string> = {
  ...{ int8: "fixed", int4: "fixed", numeric: "fixed", bool: "boolean" },
  ...{ timestamp: "timestamp_ntz", jsonb: "variant", float8: "real" },
};

function written(cell: string | null, type: string): string | null {
  if (cell === null) return null;
  if (type === "timestamp") {
    const [seconds = "", fraction = ""] = cell.split(".");
    const ms = Date.parse(`${seconds.replace(" ", "T")}Z`);
    return `${ms / MS}.${fraction.padEnd(9, "0")}`;
  }
  return type === "bool" ? String(cell === "t" ? 1 : 0) : cell;
}
