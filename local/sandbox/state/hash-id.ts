import { hash } from "node:crypto";

/**
 * Reduces an id to 64 bits, written as two 32-bit words into `words` at
 * `offset`. Among 20 million ids a collision has odds of about 1 in 90,000.
 */
export function hashIdInto(
  words: Uint32Array,
  offset: number,
  id: string,
): void {
  const digest = hash("sha256", id, "buffer");
  words[offset] = digest.readUInt32LE(0);
  words[offset + 1] = digest.readUInt32LE(4);
}
