/** What a sender's process is asked to do; `from` names the first event, so that none is a repeat. */
export type IngestTask = {
  ingestUrl: string;
  databaseUrl: string;
  connectionId: string;
  from: number;
  records: number;
  recordsPerRequest: number;
  connections: number;
};
