import { database } from "../../db";
import { logger } from "../../logger";
import {
  addToRollups,
  countRequest,
  emptyPassage,
  type Passage,
} from "./rollup";

const FLUSH_MS = 1_000;

/** By connection: what came since the last flush. */
const gathered = new Map<string, Passage>();
let isFlushing = false;

/**
 * Counts a request to a connection's ingest address. It is gathered and written once
 * a second, so that counting costs ingest nothing; a crash loses that second's counts,
 * never a record.
 */
export function tallyIngest(input: {
  connectionId: string;
  status: number;
  ms: number;
  accepted: number;
  duplicates: number;
  rejected: number;
}): void {
  const { connectionId, accepted, duplicates, rejected } = input;
  const passage =
    gathered.get(connectionId) ?? emptyPassage(connectionId, "in");
  gathered.set(connectionId, passage);
  countRequest(passage, input.status, input.ms);
  passage.records += accepted;
  passage.duplicates += duplicates;
  passage.rejected += rejected;
  if (isFlushing) return;
  isFlushing = true;
  setTimeout(() => void flushIngestTally(), FLUSH_MS).unref();
}

/** Writes what was gathered. Counts that can’t be written are given up: they are hints, not books. */
export async function flushIngestTally(): Promise<void> {
  isFlushing = false;
  const passages = [...gathered.values()];
  gathered.clear();
  try {
    await addToRollups(database().pool, passages);
  } catch (error) {
    const reason = error instanceof Error ? error.name : "unknown";
    logger.warn({ reason }, "counts of ingest were not written");
  }
}
