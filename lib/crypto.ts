import {
  createCipheriv,
  createDecipheriv,
  createHash,
  hash,
  randomBytes,
} from "node:crypto";
import { env } from "./env";

const ALGORITHM = "aes-256-gcm";
const IV_BYTES = 12;
const TAG_BYTES = 16;
const KEY_BYTES = 32;

/** What a blob is bound to: a row copied elsewhere no longer decrypts. */
export type CredentialContext = {
  workspaceId: string;
  connectionId: string;
  name: string;
};

export const sha256Hex = (text: string) => hash("sha256", text, "hex");
export const sha256Bytes = (text: string): Uint8Array =>
  hash("sha256", text, "buffer");
/** The same as text of a character a byte: unlike a buffer it takes no memory outside of the heap. */
export const sha256Binary = (text: string): string =>
  hash("sha256", text, "binary");

/** A short name for a key-encryption key; tells nothing about it. */
export function keyId(key: Buffer): string {
  return createHash("sha256")
    .update("sluice-key-id")
    .update(key)
    .digest("hex")
    .slice(0, 12);
}

/**
 * Encrypts one credential: a data key of its own (wrapped by the
 * key-encryption key) encrypts the text with AES-256-GCM, bound to `context`.
 * Answers `v1.<key id>.<wrapped data key>.<sealed text>`.
 */
export function encryptCredential(
  text: string,
  context: CredentialContext,
): string {
  const key = Buffer.from(env().CREDENTIALS_KEY, "base64");
  const dataKey = randomBytes(KEY_BYTES);
  const bound = boundTo(context);
  const parts = [
    seal(key, dataKey, bound),
    seal(dataKey, Buffer.from(text, "utf8"), bound),
  ];
  return [
    "v1",
    keyId(key),
    ...parts.map((part) => part.toString("base64url")),
  ].join(".");
}

/** The reverse; throws when the blob, its context or its key isn't the right one. */
export function decryptCredential(
  blob: string,
  context: CredentialContext,
): string {
  const [version, id, wrapped, sealed] = blob.split(".");
  if (
    version !== "v1" ||
    id === undefined ||
    wrapped === undefined ||
    sealed === undefined
  ) {
    throw new Error("A stored credential has an unknown form");
  }
  const bound = boundTo(context);
  const dataKey = open(keyById(id), Buffer.from(wrapped, "base64url"), bound);
  return open(dataKey, Buffer.from(sealed, "base64url"), bound).toString(
    "utf8",
  );
}

function keyById(id: string): Buffer {
  const { CREDENTIALS_KEY, CREDENTIALS_KEY_PREVIOUS } = env();
  for (const text of [CREDENTIALS_KEY, CREDENTIALS_KEY_PREVIOUS]) {
    if (text === undefined) continue;
    const key = Buffer.from(text, "base64");
    if (keyId(key) === id) return key;
  }
  throw new Error(
    `A credential was encrypted with the key ${id}, which is not set`,
  );
}

function boundTo({
  workspaceId,
  connectionId,
  name,
}: CredentialContext): Buffer {
  return Buffer.from(
    JSON.stringify(["sluice", workspaceId, connectionId, name, "v1"]),
  );
}

function seal(key: Buffer, text: Buffer, bound: Buffer): Buffer {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv(ALGORITHM, key, iv).setAAD(bound);
  const sealed = Buffer.concat([cipher.update(text), cipher.final()]);
  return Buffer.concat([iv, cipher.getAuthTag(), sealed]);
}

function open(key: Buffer, blob: Buffer, bound: Buffer): Buffer {
  const decipher = createDecipheriv(
    ALGORITHM,
    key,
    blob.subarray(0, IV_BYTES),
  ).setAAD(bound);
  decipher.setAuthTag(blob.subarray(IV_BYTES, IV_BYTES + TAG_BYTES));
  return Buffer.concat([
    decipher.update(blob.subarray(IV_BYTES + TAG_BYTES)),
    decipher.final(),
  ]);
}
