import {
  closeSync,
  ftruncateSync,
  openSync,
  readSync,
  writeSync,
} from "node:fs";
import {
  decodeEntry,
  encodeEntry,
  entryBytes,
  type JournalEntry,
} from "./journal-entry";

// Far more than the longest entry: a request brings 2,500 ids at the most.
const WINDOW_BYTES = 4 * 1024 * 1024;

export type Journal = {
  /**
   * Returns once the system has the bytes: from then on a kill loses nothing.
   * Throws when the disk refuses them; nothing of the entry is kept then.
   */
  append(entry: JournalEntry): void;
  clear(): void;
  close(): void;
};

/**
 * Opens or makes the append-only file, hands every entry in it to `onEntry` and
 * cuts off a torn end. There is no fsync: it survives the death of the process,
 * not that of the machine.
 */
export function openJournal(
  path: string,
  onEntry: (entry: JournalEntry) => void,
): Journal {
  const file = openSync(path, "a+");
  let length = replay(file, onEntry);
  ftruncateSync(file, length);

  return {
    append(entry) {
      const bytes = encodeEntry(entry);
      try {
        writeWhole(file, bytes);
      } catch (error) {
        ftruncateSync(file, length);
        throw error;
      }
      length += bytes.length;
    },
    clear() {
      ftruncateSync(file, 0);
      length = 0;
    },
    close: () => {
      closeSync(file);
    },
  };
}

function writeWhole(file: number, bytes: Buffer): void {
  let written = 0;
  while (written < bytes.length) written += writeSync(file, bytes, written);
}

/** Answers how many bytes from the start are whole entries. */
function replay(file: number, onEntry: (entry: JournalEntry) => void): number {
  let position = 0;
  for (;;) {
    const window = readAt(file, position, WINDOW_BYTES);
    const bytes = replayWindow(window, onEntry);
    if (bytes === 0) return position;
    position += bytes;
  }
}

function replayWindow(
  window: Buffer,
  onEntry: (entry: JournalEntry) => void,
): number {
  let offset = 0;
  for (;;) {
    const bytes = entryBytes(window, offset);
    if (bytes === null || offset + bytes > window.length) return offset;
    onEntry(decodeEntry(window, offset));
    offset += bytes;
  }
}

function readAt(file: number, position: number, bytes: number): Buffer {
  const buffer = Buffer.allocUnsafe(bytes);
  let read = 0;
  while (read < bytes) {
    const got = readSync(file, buffer, read, bytes - read, position + read);
    if (got === 0) break;
    read += got;
  }
  return buffer.subarray(0, read);
}
