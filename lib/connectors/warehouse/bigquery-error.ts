import { z } from "zod";
import { ConnectorError } from "../connector-error";
import { TableReadError } from "./table-read-error";

const Reasons = z.object({ errors: z.array(z.object({ reason: z.string() })) });

const OF_CONNECTION = new Map([
  ["invalid_grant", "Google does not know the service account, or its key."],
  ["ERR_OSSL_UNSUPPORTED", "The service account's private key can't be read."],
  ["accessDisabled", "BigQuery is not switched on in the project."],
  ["accessNotConfigured", "BigQuery is not switched on in the project."],
  ["billingNotEnabled", "The project has no billing."],
]);

/** By Google's reasons; what it says in words may hold what is in tables. */
const OF_TABLE = new Map([
  [
    "bytesBilledLimitExceeded",
    "the query would read more than the limit that is set; nothing was billed",
  ],
  ["notFound", "it is gone"],
  ["invalidQuery", "BigQuery refuses the query"],
  ["invalid", "BigQuery refuses the query"],
  ["resourcesExceeded", "BigQuery has not enough for the query"],
  ["stopped", "reading it took longer than a query may run"],
  ["timeout", "reading it took longer than a query may run"],
  ["responseTooLarge", "the answer is larger than BigQuery hands out"],
]);

/** What signing in or asking for the catalogue failed with. */
export function toBigQueryError(error: unknown, dataset: string): Error {
  if (error instanceof ConnectorError || error instanceof TableReadError)
    return error;
  const reason = reasonOf(error);
  const known = OF_CONNECTION.get(reason);
  if (known !== undefined)
    return new ConnectorError(known, "change-connection", { cause: error });
  if (reason === "accessDenied")
    return new ConnectorError(
      `The service account may not read ${dataset}: grant BigQuery Job User on the project and BigQuery Data Viewer on the dataset.`,
      "change-connection",
      { cause: error },
    );
  if (reason === "notFound")
    return new ConnectorError(
      `There is no dataset ${dataset} in this location.`,
      "change-connection",
      { cause: error },
    );
  return new ConnectorError(
    `BigQuery gives no answer that counts (${reason || "unknown"}).`,
    "wait",
    { cause: error },
  );
}

/** What reading a table failed with: some of it is that table's own fault. */
export function toBigQueryReadError(error: unknown, dataset: string): Error {
  const known = OF_TABLE.get(reasonOf(error));
  return known === undefined
    ? toBigQueryError(error, dataset)
    : new TableReadError(known, { cause: error });
}

/** An answer that is kept for a day is gone, or another's. */
export const isLostJob = (error: unknown): boolean =>
  ["notFound", "invalid"].includes(reasonOf(error));

const WORD = /^[\w.-]{1,64}$/;

function reasonOf(error: unknown): string {
  const parsed = Reasons.safeParse(error);
  const [first] = parsed.success ? parsed.data.errors : [];
  if (first !== undefined) return WORD.test(first.reason) ? first.reason : "";
  if (!(error instanceof Error)) return "";
  if (error.message.includes("invalid_grant")) return "invalid_grant";
  const code = "code" in error ? String(error.code) : error.name;
  return WORD.test(code) ? code : "";
}
