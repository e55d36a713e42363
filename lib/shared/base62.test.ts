import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { base62 } from "./base62";

const DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/** The same with big integers: what message ids were made with from the first release on. */
function withBigIntegers(bytes: Uint8Array, length: number): string {
  let rest = bytes.reduce((sum, byte) => sum * 256n + BigInt(byte), 0n);
  let text = "";
  for (let index = 0; index < length; index += 1) {
    text = DIGITS.charAt(Number(rest % 62n)) + text;
    rest /= 62n;
  }
  return text;
}

const asText = (bytes: Uint8Array) => Buffer.from(bytes).toString("latin1");

describe("base 62", () => {
  it("writes the same digits as big integers do", () => {
    const bytes = fc.uint8Array({ maxLength: 40 });
    const length = fc.integer({ min: 0, max: 60 });
    fc.assert(
      fc.property(bytes, length, (given, digits) => {
        expect(base62(asText(given), digits)).toBe(
          withBigIntegers(given, digits),
        );
      }),
      { numRuns: 1_000 },
    );
  });

  it("writes the greatest and the least hash", () => {
    for (const byte of [0, 255]) {
      const bytes = new Uint8Array(32).fill(byte);
      expect(base62(asText(bytes), 26)).toBe(withBigIntegers(bytes, 26));
    }
  });
});
