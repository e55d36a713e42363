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
 * Bytes, given as text of a character each, as a big-endian number in base 62:
 * its last `length` digits, padded with zeros. Divides by hand: this names every
 * record, and big integers take several times as long and leave garbage.
 */
export function base62(bytes: string, length: number): string {
  const limbs = limbsOf(bytes);
  let first = 0;
  let text = "";
  while (text.length < length) {
    const rest = divide(limbs, first);
    if (limbs[first] === 0) first += 1;
    const high = Math.floor(rest / BASE_SQUARED);
    text = pair(high) + pair(rest - high * BASE_SQUARED) + text;
  }
  return text.slice(text.length - length);
}

const pair = (value: number) => PAIRS[value] ?? "";

/** 24 bits each, the greatest first. */
function limbsOf(bytes: string): number[] {
  const limbs: number[] = [];
  let at = bytes.length % LIMB_BYTES;
  if (at === 1) limbs.push(bytes.charCodeAt(0));
  if (at === 2) limbs.push((bytes.charCodeAt(0) << 8) | bytes.charCodeAt(1));
  for (; at < bytes.length; at += LIMB_BYTES) {
    const high = (bytes.charCodeAt(at) << 8) | bytes.charCodeAt(at + 1);
    limbs.push((high << 8) | bytes.charCodeAt(at + 2));
  }
  return limbs;
}

/** Divides the number in place, whose limbs before `first` are zero; answers the rest. */
function divide(limbs: number[], first: number): number {
  let rest = 0;
  for (let at = first; at < limbs.length; at += 1) {
    const value = rest * LIMB + (limbs[at] ?? 0);
    const quotient = Math.floor(value / DIVISOR);
    limbs[at] = quotient;
    rest = value - quotient * DIVISOR;
  }
  return rest;
}
