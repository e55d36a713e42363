import type { System } from "../systems";

export type ReceivedEntry = {
  /** Rises over both systems and over restarts. */
  seq: number;
  at: string;
  system: System;
  type: string;
  /** The message id or idempotency key; null when Heap was given none. */
  id: string | null;
  /** The body as JSON text. */
  body: string;
};

export type ReceivedLog = {
  append(entry: ReceivedEntry): void;
  /** Oldest first; only those with a `seq` above `after`. */
  list(after: number): ReceivedEntry[];
  clear(): void;
};

/** Keeps the newest bodies in memory; the oldest go first. */
export function createReceivedLog(
  countMax: number,
  bytesMax: number,
): ReceivedLog {
  let entries: ReceivedEntry[] = [];
  let first = 0;
  let bytes = 0;

  const forgetOldest = () => {
    bytes -= entries[first]?.body.length ?? 0;
    first += 1;
    if (first <= countMax) return;
    entries = entries.slice(first);
    first = 0;
  };

  return {
    append(entry) {
      entries.push(entry);
      bytes += entry.body.length;
      while (entries.length - first > countMax || bytes > bytesMax) {
        forgetOldest();
      }
    },
    list: (after) => entries.slice(first).filter(({ seq }) => seq > after),
    clear() {
      entries = [];
      first = 0;
      bytes = 0;
    },
  };
}
