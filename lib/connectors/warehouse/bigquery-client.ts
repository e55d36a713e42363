import type { BigQuery } from "@google-cloud/bigquery";
import type { BigQueryTarget } from "./target";

const ATTEMPTS_MORE = 3;

/**
 * Google's client for a service account. Of its file only who it is and its key
 * are handed on: other members can name addresses, files and programs.
 */
export async function openBigQueryClient({
  project,
  clientEmail,
  privateKey,
  origin,
}: BigQueryTarget & { origin: string | null }): Promise<BigQuery> {
  const { BigQuery: Client } = await import("@google-cloud/bigquery");
  return new Client({
    projectId: project,
    credentials: { client_email: clientEmail, private_key: privateKey },
    ...{ autoRetry: true, maxRetries: ATTEMPTS_MORE },
    ...(origin === null ? {} : lookAlike(origin)),
  });
}

/** The sandbox's stands for both: BigQuery, and whoever gives tokens for it. */
const lookAlike = (origin: string) => ({
  apiEndpoint: `${origin}/bigquery`,
  clientOptions: {
    transporterOptions: {
      fetchImplementation: (_url: unknown, init?: RequestInit) =>
        fetch(`${origin}/bigquery/token`, init),
    },
  },
});
