/** What PostgreSQL tells at each scrape; docs/metrics.md explains each. */
export const FAMILIES = {
  sluice_sync_info: {
    type: "gauge",
    help: "A sync: its name, its two connections and its status; always 1.",
  },
  sluice_sync_records_total: {
    type: "counter",
    help: "Records of a sync since it was made, by what came of them.",
  },
  sluice_sync_pending_records: {
    type: "gauge",
    help: "Records that were read and have no final answer yet.",
  },
  sluice_sync_oldest_pending_seconds: {
    type: "gauge",
    help: "How long ago the oldest pending record arrived.",
  },
  sluice_sync_unread_records: {
    type: "gauge",
    help: "Records that arrived and were not read yet: exact to 100,000, estimated beyond.",
  },
  sluice_sync_oldest_unread_seconds: {
    type: "gauge",
    help: "How long ago the oldest record arrived that was not read yet.",
  },
  sluice_sync_waiting: {
    type: "gauge",
    help: "1 while a sync waits, by the reason.",
  },
  sluice_dead_letters_open: {
    type: "gauge",
    help: "Dead letters that nobody has resolved, by connection, sync and code.",
  },
  sluice_connection_info: {
    type: "gauge",
    help: "A connection: its name and kind; always 1.",
  },
  sluice_connection_requests_total: {
    type: "counter",
    help: "Requests over a connection, by direction and class of status; 429 is its own class.",
  },
  sluice_connection_records_total: {
    type: "counter",
    help: "Records over a connection, by direction and what came of them.",
  },
  sluice_connection_request_duration_seconds: {
    type: "histogram",
    help: "How long requests to a destination took.",
  },
  sluice_connection_record_delay_seconds: {
    type: "histogram",
    help: "How long records were under way, from arrival to the destination's answer.",
  },
  sluice_connection_breaker_state: {
    type: "gauge",
    help: "1 for the state that a connection's circuit breaker is in.",
  },
  sluice_connection_limit_per_second: {
    type: "gauge",
    help: "What a destination was found to take a second, by limit; absent while no limit was met.",
  },
} as const satisfies Record<string, { type: string; help: string }>;

export type FamilyName = keyof typeof FAMILIES;
export type Labels = Record<string, string>;

export type Sample = {
  /** Of whom: it is shown to nobody else. */
  workspaceId: string;
  family: FamilyName;
  labels: Labels;
  value: number | { buckets: readonly number[]; sumMs: number };
};
