import { createHash, createHmac, timingSafeEqual } from "node:crypto";

const SIGNATURE_AGE_SECONDS_MAX = 300;

/** `t=<unix seconds>&s=<hex>`: the HMAC's key is the hex text itself, not the bytes it stands for. */
export function sign(body: string, signingKey: string, atMs: number): string {
  const seconds = Math.floor(atMs / 1000);
  return `t=${seconds}&s=${digest(body, signingKey, String(seconds))}`;
}

/** Whether a signature header belongs to this body and is at most five minutes away from now. */
export function isSignedBy(
  header: string | undefined,
  body: string,
  signingKey: string,
  nowMs: number,
): boolean {
  const fields = new URLSearchParams(header ?? "");
  const seconds = fields.get("t") ?? "";
  const age = Math.abs(nowMs / 1000 - Number(seconds));
  if (!/^\d+$/.test(seconds) || age > SIGNATURE_AGE_SECONDS_MAX) return false;
  return isSame(fields.get("s") ?? "", digest(body, signingKey, seconds));
}

/** What the SDK sends as bearer: its key's prefix and the SHA-256 of the key's bytes. */
export function hashSigningKey(signingKey: string): string {
  return createHash("sha256")
    .update(Buffer.from(withoutPrefix(signingKey), "hex"))
    .digest("hex");
}

/** Whether an Authorization header carries the signing key, plain or hashed, under any prefix. */
export function isAuthorized(
  header: string | undefined,
  signingKey: string,
): boolean {
  const token = withoutPrefix((header ?? "").replace(/^Bearer\s+/i, ""));
  const isPlain = isSame(token, withoutPrefix(signingKey));
  return isSame(token, hashSigningKey(signingKey)) || isPlain;
}

/** Compares without telling by its duration where two texts differ. */
export function isSame(left: string, right: string): boolean {
  const hash = (text: string) => createHash("sha256").update(text).digest();
  return timingSafeEqual(hash(left), hash(right));
}

function digest(body: string, signingKey: string, seconds: string): string {
  return createHmac("sha256", withoutPrefix(signingKey))
    .update(body)
    .update(seconds)
    .digest("hex");
}

function withoutPrefix(signingKey: string): string {
  return signingKey.replace(/^signkey-\w+-/, "");
}
