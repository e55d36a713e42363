import { WRITE_KEY_CHARACTERS_MIN } from "./limits";

/**
 * The write key of a request: the user name of Basic authentication (the colon
 * may be missing), else `writeKey` in the body. Null when there is none.
 */
export function findWriteKey(
  authorization: string | undefined,
  body: Readonly<Record<string, unknown>>,
): string | null {
  const [scheme, encoded] = (authorization ?? "").split(" ");
  if (scheme?.toLowerCase() === "basic" && encoded) {
    const pair = Buffer.from(encoded, "base64").toString("utf8");
    return pair.split(":")[0] ?? null;
  }
  return typeof body.writeKey === "string" ? body.writeKey : null;
}

/** The edge never looks a key up: it only turns away empty and very short ones. */
export function isPlausibleKey(key: string | null): boolean {
  return key !== null && key.trim().length >= WRITE_KEY_CHARACTERS_MIN;
}
