import { join } from "node:path";
import type { System } from "../systems";
import { hashIdInto } from "./hash-id";
import { createIdTable, type IdTable } from "./id-table";
import { openJournal } from "./journal";
import { createReceivedLog, type ReceivedEntry } from "./received-log";
import { addTally, emptyTotals, type Totals } from "./tally";

const BODIES_MAX = 5_000;
const BODIES_BYTES_MAX = 32 * 1024 * 1024;

export type AcceptedEvent = {
  /** What it is recognised by when it comes again; null: by nothing. */
  id: string | null;
  type: string;
  /** JSON text. */
  body: string;
};

/** What one request brought. */
export type Intake = {
  accepted: AcceptedEvent[];
  dropped: Record<string, number>;
  throttled: boolean;
};

type Stats = Totals & { distinctIds: number };

export type SystemState = {
  /**
   * Counts a request, remembers its new ids and keeps its bodies. All of it is
   * in the journal when this returns. Throws when the disk refuses, and has
   * then changed nothing.
   */
  record(intake: Intake): void;
  stats(): Stats;
  /** Of these ids, those that never came. */
  unseen(ids: readonly string[]): string[];
  received(after: number): ReceivedEntry[];
  reset(): void;
  close(): void;
};

/** Opens what is remembered of one system; `nextSeq` is shared by both. */
export function openSystemState(
  system: System,
  dataDir: string,
  nextSeq: () => number,
): SystemState {
  const ids = createIdTable();
  const log = createReceivedLog(BODIES_MAX, BODIES_BYTES_MAX);
  let totals = emptyTotals();
  const journal = openJournal(join(dataDir, `${system}.journal`), (entry) => {
    addHashes(ids, entry.hashes);
    addTally(totals, entry.tally);
  });

  return {
    record(intake) {
      const { fresh, hashes } = findFresh(ids, intake.accepted);
      const tally = {
        accepted: intake.accepted.length,
        duplicates: intake.accepted.length - fresh.length,
        throttled: intake.throttled,
        dropped: intake.dropped,
      };
      journal.append({ tally, hashes });
      addHashes(ids, hashes);
      addTally(totals, tally);
      const at = new Date().toISOString();
      for (const event of fresh) {
        log.append({ seq: nextSeq(), at, system, ...event });
      }
    },
    stats: () => ({ ...structuredClone(totals), distinctIds: ids.size }),
    unseen: (given) => given.filter((id) => !isKnown(ids, id)),
    received: (after) => log.list(after),
    reset() {
      journal.clear();
      ids.clear();
      log.clear();
      totals = emptyTotals();
    },
    close: () => {
      journal.close();
    },
  };
}

function addHashes(ids: IdTable, hashes: Uint32Array): void {
  for (let at = 0; at < hashes.length; at += 2) {
    ids.add(hashes[at] ?? 0, hashes[at + 1] ?? 0);
  }
}

function isKnown(ids: IdTable, id: string): boolean {
  const words = new Uint32Array(2);
  hashIdInto(words, 0, id);
  return ids.has(words[0] ?? 0, words[1] ?? 0);
}

/** The events that were not seen before, and the hashes of their ids. */
function findFresh(
  ids: IdTable,
  events: AcceptedEvent[],
): { fresh: AcceptedEvent[]; hashes: Uint32Array } {
  const words = new Uint32Array(events.length * 2);
  const seenHere = new Set<string>();
  let used = 0;
  const fresh = events.filter(({ id }) => {
    if (id === null) return true;
    if (seenHere.has(id)) return false;
    hashIdInto(words, used, id);
    if (ids.has(words[used] ?? 0, words[used + 1] ?? 0)) return false;
    seenHere.add(id);
    used += 2;
    return true;
  });
  return { fresh, hashes: words.subarray(0, used) };
}
