import { createPublicKey, generateKeyPairSync, verify } from "node:crypto";
import { startLookAlike, type Answered, type Asked } from "./look-alike";
import type { Warehouse } from "./warehouse";

type JobRequest = {
  jobReference: { jobId: string; location?: string };
  configuration: {
    dryRun?: boolean;
    jobTimeoutMs?: string;
    labels?: Record<string, string>;
    query: {
      query: string;
      maximumBytesBilled?: string;
      queryParameters?: { parameterValue: { value: string } }[];
    };
  };
};
type Result = { fields: { name: string; type: string }[]; rows: object[] };

/** BigQuery's own words for what PostgreSQL's types are. */
const TYPES: Record<string, string> = {
  ...{ int8: "INTEGER", int4: "INTEGER", numeric: "NUMERIC" },
  ...{ bool: "BOOLEAN", timestamp: "DATETIME", timestamptz: "TIMESTAMP" },
  ...{ jsonb: "JSON", float8: "FLOAT" },
};

/** BigQuery's HTTP as Google's client speaks it, answered from PostgreSQL, and whoever gives tokens for it. */
export async function startBigQuery(warehouse: Warehouse) {
  const { privateKey, publicKey } = generateKeyPairSync("rsa", {
    modulusLength: 2_048,
    privateKeyEncoding: { type: "pkcs8", format: "pem" },
    publicKeyEncoding: { type: "spki", format: "pem" },
  });
  const jobs: JobRequest[] = [];
  const pages: URL[] = [];
  const results = new Map<string, Result>();
  const state = { bytes: 5_000_000 };

  const begin = async (request: JobRequest): Promise<Answered> => {
    jobs.push(request);
    const { jobReference, configuration } = request;
    const { maximumBytesBilled = "0" } = configuration.query;
    if (configuration.dryRun !== true) {
      if (state.bytes > Number(maximumBytesBilled))
        return failed(400, "bytesBilledLimitExceeded");
      results.set(
        jobReference.jobId,
        await ask(warehouse, configuration.query),
      );
    }
    const statistics = { totalBytesProcessed: String(state.bytes) };
    const status = { state: "DONE" };
    return { body: { jobReference, configuration, statistics, status } };
  };
  const pageOf = (url: URL): Answered => {
    pages.push(url);
    const result = results.get(url.pathname.split("/").at(-1) ?? "");
    if (result === undefined) return failed(404, "notFound");
    const given = url.searchParams.get("pageToken");
    const from = Number(given ?? url.searchParams.get("startIndex") ?? 0);
    const until = from + Number(url.searchParams.get("maxResults") ?? 1_000);
    const isMore = until < result.rows.length;
    return {
      body: {
        ...{ jobComplete: true, totalRows: String(result.rows.length) },
        ...(isMore ? { pageToken: String(until) } : {}),
        schema: { fields: result.fields },
        rows: result.rows.slice(from, until),
      },
    };
  };
  const answer = ({ method, url, text, headers }: Asked) => {
    if (url.pathname === "/bigquery/token") return token(text, publicKey);
    if (headers.authorization !== "Bearer a-token")
      return failed(401, "authError");
    return method === "POST" && url.pathname.endsWith("/jobs")
      ? begin(JSON.parse(text) as JobRequest)
      : pageOf(url);
  };
  const server = await startLookAlike(answer);
  const serviceAccount = {
    ...{ type: "service_account", project_id: "acme-heap" },
    client_email: "sluice@acme-heap.iam.gserviceaccount.com",
    private_key: privateKey,
  };
  return { ...server, jobs, pages, results, state, serviceAccount };
}

const failed = (status: number, reason: string): Answered => ({
  status,
  body: {
    error: {
      ...{ code: status, message: "no: ada@acme.io" },
      errors: [{ reason, message: "no: ada@acme.io" }],
    },
  },
});

function token(text: string, publicKey: string): Answered {
  const assertion = new URLSearchParams(text).get("assertion") ?? "";
  const [header, claims, signature = ""] = assertion.split(".");
  const isSigned = verify(
    ...(["sha256", Buffer.from(`${header}.${claims}`)] as const),
    createPublicKey(publicKey),
    Buffer.from(signature, "base64url"),
  );
  return isSigned
    ? {
        body: {
          access_token: "a-token",
          expires_in: 3_600,
          token_type: "Bearer",
        },
      }
    : { status: 400, body: { error: "invalid_grant" } };
}

async function ask(
  warehouse: Warehouse,
  { query, queryParameters = [] }: JobRequest["configuration"]["query"],
): Promise<Result> {
  // BigQuery's catalogue has its own words for types.
  const catalogue = `(SELECT table_name, column_name, ordinal_position, CASE data_type WHEN 'timestamp with time zone' THEN 'TIMESTAMP' WHEN 'bigint' THEN 'INT64' ELSE upper(data_type) END AS data_type
    FROM information_schema.columns WHERE table_schema = '${warehouse.schema}') AS columns`;
  const text = query
    .replaceAll("`", '"')
    .replaceAll('"acme-heap".', "")
    .replace(`"${warehouse.schema}"."INFORMATION_SCHEMA"."COLUMNS"`, catalogue)
    .replaceAll("@since", "$1");
  const values = queryParameters.map(
    ({ parameterValue }) => parameterValue.value,
  );
  const { fields, rows } = await warehouse.table(text, values);
  return {
    fields: fields.map(({ name, type }) => ({
      ...{ name, type: TYPES[type] ?? "STRING" },
    })),
    rows: rows.map((row) => ({
      f: row.map((cell, index) => ({
        v: written(cell, fields[index]?.type ?? ""),
      })),
    })),
  };
}

/** Timestamps are microseconds, times without a zone have a T. */
function written(cell: string | null, type: string): string | null {
  if (cell === null) return null;
  if (type === "bool") return cell === "t" ? "true" : "false";
  if (type === "timestamp") return cell.replace(" ", "T");
  if (type !== "timestamptz") return cell;
  const [, seconds = "", fraction = ""] =
    /^([^.+]+)(?:\.(\d+))?\+00$/.exec(cell) ?? [];
  const ms = Date.parse(`${seconds.replace(" ", "T")}Z`);
  return `${ms / 1_000}${fraction.padEnd(6, "0")}`;
}
