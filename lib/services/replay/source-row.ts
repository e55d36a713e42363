/** One record that a replay takes, whether from a dead letter or from the inbox. */
export type SourceRow = {
  position: string;
  inboxId: string;
  recordKey: string;
  event: string;
  person: string | null;
  generation: number;
  /** As it arrived, or as it was edited; null when it is no longer kept. */
  record: string | null;
  /** What was sent, of a dead letter whose record is no longer kept. */
  call: string | null;
  receivedAtMs: number;
};

/** `isLast`: nothing comes after it. */
export type SourcePage = { rows: SourceRow[]; to: string; isLast: boolean };
