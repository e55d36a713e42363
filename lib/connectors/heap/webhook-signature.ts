import { createHmac, timingSafeEqual } from "node:crypto";

/** As in Heap's own sample: what is older, or from further ahead, is refused. By the clock of this process. */
const SIGNATURE_AGE_MS_MAX = 60_000;
const SIGNATURE_AHEAD_MS_MAX = 1_000;

const HEAP_HASH = /^ts:(\d{1,15}),\s*hmac:([A-Za-z0-9+/]+={0,2})$/;

export type SignatureOutcome =
  { ok: true; signedAtMs: number } | { ok: false; problem: string };

type Signed = {
  /** The header `Heap-Hash`: `ts:<milliseconds since 1970>,hmac:<base64>`. */
  heapHash: string | null;
  /** The body as it came, byte for byte. */
  text: string;
  secret: string;
  nowMs: number;
};

/** Whether Heap signed a body, and just now. The signature comes first: who can't sign learns nothing of clocks. */
export function checkSignature(signed: Signed): SignatureOutcome {
  const match = HEAP_HASH.exec(signed.heapHash ?? "");
  const [, ts, hmac] = match ?? [];
  if (ts === undefined || hmac === undefined)
    return refuse("The header Heap-Hash is missing or malformed.");
  if (!isSame(Buffer.from(hmac, "base64"), sign(signed, ts)))
    return refuse(
      "The signature does not fit: the webhook secret differs from Heap’s, or the body was changed.",
    );
  const ageMs = signed.nowMs - Number(ts);
  if (ageMs > SIGNATURE_AGE_MS_MAX)
    return refuse("The signature is older than 60 seconds.");
  if (-ageMs > SIGNATURE_AHEAD_MS_MAX)
    return refuse("The signature is from the future.");
  return { ok: true, signedAtMs: Number(ts) };
}

const refuse = (problem: string) => ({ ok: false as const, problem });

const sign = ({ secret, text }: Signed, ts: string): Buffer =>
  createHmac("sha256", secret).update(ts).update(text, "utf8").digest();

/** The length of a digest is no secret. */
const isSame = (given: Buffer, wanted: Buffer): boolean =>
  given.length === wanted.length && timingSafeEqual(given, wanted);
