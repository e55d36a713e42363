import { randomBytes } from "node:crypto";

const ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const ENTROPY_BYTES = 10;
const TEXT_LENGTH = 26;

/** A new ULID; time and entropy may be given. */
export function ulid(
  atMs = Date.now(),
  entropy: Uint8Array = randomBytes(ENTROPY_BYTES),
): string {
  let rest = BigInt(atMs);
  for (const byte of entropy) rest = (rest << 8n) | BigInt(byte);
  let text = "";
  for (let index = 0; index < TEXT_LENGTH; index += 1) {
    text = `${ALPHABET[Number(rest & 31n)] ?? ""}${text}`;
    rest >>= 5n;
  }
  return text;
}

/**
 * The ids that a sender's seed header `<ms>,<base64 of 10 bytes>` stands for: event i
 * (from 1) adds i to the entropy's last four bytes. A sender repeats its seed when it
 * tries again, so the same id is the same event. Null when the header is no seed.
 */
export function parseSeed(header: string): ((index: number) => string) | null {
  const [time = "", entropyText = ""] = header.split(",");
  const entropy = Buffer.from(entropyText, "base64");
  if (!/^\d{1,14}$/.test(time) || entropy.length !== ENTROPY_BYTES) return null;
  return (index) => {
    const own = Buffer.from(entropy);
    own.writeUInt32BE((own.readUInt32BE(6) + index) % 2 ** 32, 6);
    return ulid(Number(time), own);
  };
}
