/** What a peer's process is asked to do. */
export type PeerTask = {
  peer: PeerName;
  /** Where `/v1/batch` is appended. */
  endpoint: string;
  databaseUrl: string;
  connectionId: string;
  events: number;
  /** Marks this run's message ids, so that the sandbox takes none for a repeat. */
  run: string;
};

export type PeerName =
  "analytics-node" | "analytics-node-1000" | "bare-undici" | "goal-500mb";
