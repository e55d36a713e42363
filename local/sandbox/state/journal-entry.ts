import { z } from "zod";
import type { Tally } from "./tally";

// One entry a request, little-endian 32-bit words, then the rest:
//   magic · hashes · accepted · duplicates · throttled · bytes of `dropped`
//   two words a hash · `dropped` as JSON (nothing when empty)
const MAGIC = 0x31584253;
const HEADER_BYTES = 24;
const HASH_BYTES = 8;
const Dropped = z.record(z.string(), z.number());

export type JournalEntry = {
  tally: Tally;
  /** Two words for each id that was new. */
  hashes: Uint32Array;
};

/** The bytes of one entry. */
export function encodeEntry({ tally, hashes }: JournalEntry): Buffer {
  const hasDrops = Object.keys(tally.dropped).length > 0;
  const dropped = Buffer.from(hasDrops ? JSON.stringify(tally.dropped) : "");
  const bytes = Buffer.allocUnsafe(
    HEADER_BYTES + hashes.length * 4 + dropped.length,
  );
  const header = [
    MAGIC,
    hashes.length / 2,
    tally.accepted,
    tally.duplicates,
    tally.throttled ? 1 : 0,
    dropped.length,
  ];
  header.forEach((word, at) => bytes.writeUInt32LE(word, at * 4));
  hashes.forEach((word, at) => {
    bytes.writeUInt32LE(word, HEADER_BYTES + at * 4);
  });
  dropped.copy(bytes, HEADER_BYTES + hashes.length * 4);
  return bytes;
}

/**
 * How long the entry that starts at `offset` is, or null when what lies there
 * is no entry (the torn end that a killed process can leave).
 */
export function entryBytes(bytes: Buffer, offset: number): number | null {
  if (bytes.length - offset < HEADER_BYTES) return null;
  if (bytes.readUInt32LE(offset) !== MAGIC) return null;
  const hashes = bytes.readUInt32LE(offset + 4);
  return HEADER_BYTES + hashes * HASH_BYTES + bytes.readUInt32LE(offset + 20);
}

/** Reads the whole entry at `offset`; `entryBytes` has said that it is one. */
export function decodeEntry(bytes: Buffer, offset: number): JournalEntry {
  const words = bytes.readUInt32LE(offset + 4) * 2;
  const hashes = new Uint32Array(words);
  for (let at = 0; at < words; at += 1) {
    hashes[at] = bytes.readUInt32LE(offset + HEADER_BYTES + at * 4);
  }
  const droppedAt = offset + HEADER_BYTES + words * 4;
  const droppedBytes = bytes.readUInt32LE(offset + 20);
  const dropped = bytes.toString("utf8", droppedAt, droppedAt + droppedBytes);
  return {
    hashes,
    tally: {
      accepted: bytes.readUInt32LE(offset + 8),
      duplicates: bytes.readUInt32LE(offset + 12),
      throttled: bytes.readUInt32LE(offset + 16) === 1,
      dropped: dropped === "" ? {} : Dropped.parse(JSON.parse(dropped)),
    },
  };
}
