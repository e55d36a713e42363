import { createHmac } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { checkSignature } from "./webhook-signature";

const NOW_MS = 1_764_000_000_000;
const SECRET = "s3cret";
const TEXT = '{"action_type":"segment.users.sync"}';

const hashOf = (ts: number | string, text = TEXT, secret = SECRET) =>
  `ts:${ts},hmac:${createHmac("sha256", secret).update(`${ts}${text}`).digest("base64")}`;
const check = (heapHash: string | null, text = TEXT, secret = SECRET) =>
  checkSignature({ heapHash, text, secret, nowMs: NOW_MS });

describe("Heap's signature", () => {
  it("fits a vector that was made by hand", () => {
    // printf '1764000000000{"a":1}' | openssl dgst -sha256 -hmac s3cret -binary | base64
    const heapHash =
      "ts:1764000000000,hmac:TFsgeWNihPLuUxmYhmafDuNlWvB7at/bnE8v6w1+X0Q=";
    expect(check(heapHash, '{"a":1}')).toEqual({
      ok: true,
      signedAtMs: NOW_MS,
    });
  });

  it.each([
    [0, true],
    [60_000, true],
    [60_001, false],
    [-1_000, true],
    [-1_001, false],
  ])("is good at an age of %i ms: %s", (ageMs, isGood) => {
    expect(check(hashOf(NOW_MS - ageMs)).ok).toBe(isGood);
  });

  it("is in milliseconds: the same time in seconds is long ago", () => {
    expect(check(hashOf(NOW_MS / 1_000))).toEqual({
      ok: false,
      problem: "The signature is older than 60 seconds.",
    });
  });

  it.each([
    null,
    "",
    "ts:,hmac:",
    `hmac:abc,ts:${NOW_MS}`,
    `ts:${NOW_MS},hmac:`,
    `ts:${NOW_MS},hmac:YWJj`,
    `ts:-1,hmac:YWJj`,
    `${hashOf(NOW_MS)}, ${hashOf(NOW_MS)}`,
    hashOf(NOW_MS, `${TEXT}\n`),
    hashOf(NOW_MS, TEXT, "another"),
    hashOf(NOW_MS).replace("ts:1", "ts:2"),
  ])("is refused as %s", (heapHash) => {
    expect(check(heapHash).ok).toBe(false);
  });

  it("fits whatever text was signed, and no other", () => {
    const text = fc.string({ unit: "grapheme" });
    fc.assert(
      fc.property(text, text, (signed, other) => {
        expect(check(hashOf(NOW_MS, signed), signed).ok).toBe(true);
        expect(check(hashOf(NOW_MS, signed), other).ok).toBe(signed === other);
      }),
    );
  });
});
