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
  const client = new Client({
    projectId: project,
    credentials: { client_email: clientEmail, private_key: privateKey },
    ...{ autoRetry: true, maxRetries: ATTEMPTS_MORE },
    ...(origin === null ? {} : { apiEndpoint: `${origin}/bigquery` }),
  });
  if (origin !== null) await askForTokensAt(client, `${origin}/bigquery/token`);
  return client;
}

/** The sandbox's look-alike stands for whoever gives tokens as well. */
async function askForTokensAt(client: BigQuery, url: string): Promise<void> {
  const { transporter } = await client.authClient.getClient();
  transporter.defaults.fetchImplementation = (_url, init) => fetch(url, init);
}
