const DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const BASE = 62;
const BASE_SQUARED = BASE ** 2;
/** Taken off at once: 62 to this power times 2^24 is a number that a double holds exactly. */
const DIGITS_AT_ONCE = 4;
const DIVISOR = BASE ** DIGITS_AT_ONCE;
const LIMB_BYTES = 3;
const LIMB = 2 ** 24;

/** The two digits of each number below 62². */
const PAIRS = Array.from(
  { length: BASE_SQUARED },
  (_, value) =>
    DIGITS.charAt(Math.floor(value / BASE)) + DIGITS.charAt(value % BASE),
);

/**
 * The bytes as a big-endian number in base 62: its last `length` digits, padded
 * with zeros. Divides by hand: this names every record, and big integers take
 * several times as long and leave garbage.
 */
export function base62(bytes: Uint8Array, length: number): string {
  const limbs = limbsOf(bytes);
  let text = "";
  while (text.length < length) {
    const rest = divide(limbs);
    const high = Math.floor(rest / BASE_SQUARED);
    text = pair(high) + pair(rest - high * BASE_SQUARED) + text;
  }
  return text.slice(text.length - length);
}

const pair = (value: number) => PAIRS[value] ?? "";

/** 24 bits each, the greatest first. */
function limbsOf(bytes: Uint8Array): Uint32Array {
  const limbs = new Uint32Array(Math.ceil(bytes.length / LIMB_BYTES));
  let end = bytes.length;
  for (let at = limbs.length - 1; at >= 0; at -= 1, end -= LIMB_BYTES)
    limbs[at] =
      byte(bytes, end - 1) +
      byte(bytes, end - 2) * 256 +
      byte(bytes, end - 3) * 65_536;
  return limbs;
}

const byte = (bytes: Uint8Array, at: number) => bytes[at] ?? 0;

/** Divides the number in place; answers the rest. */
function divide(limbs: Uint32Array): number {
  let rest = 0;
  for (let at = 0; at < limbs.length; at += 1) {
    const value = rest * LIMB + (limbs[at] ?? 0);
    const quotient = Math.floor(value / DIVISOR);
    limbs[at] = quotient;
    rest = value - quotient * DIVISOR;
  }
  return rest;
}
