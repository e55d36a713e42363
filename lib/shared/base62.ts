const DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const BASE = 62;
/** Taken off at once: 62 to this power times 65,536 is a number that a double holds exactly. */
const DIGITS_AT_ONCE = 5;
const DIVISOR = BASE ** DIGITS_AT_ONCE;
const LIMB = 65_536;

/**
 * The bytes as a big-endian number in base 62: its last `length` digits, padded
 * with zeros. Divides by hand: this names every record, and big integers take
 * several times as long and leave garbage.
 */
export function base62(bytes: Uint8Array, length: number): string {
  const limbs = limbsOf(bytes);
  let text = "";
  while (text.length < length) {
    let rest = divide(limbs);
    for (let digit = 0; digit < DIGITS_AT_ONCE; digit += 1) {
      text = DIGITS.charAt(rest % BASE) + text;
      rest = Math.floor(rest / BASE);
    }
  }
  return text.slice(text.length - length);
}

/** 16 bits each, the greatest first. */
function limbsOf(bytes: Uint8Array): number[] {
  const limbs: number[] = [];
  for (let end = bytes.length; end > 0; end -= 2)
    limbs.push((bytes[end - 1] ?? 0) + (bytes[end - 2] ?? 0) * 256);
  return limbs.reverse();
}

/** Divides the number in place; answers the rest. */
function divide(limbs: number[]): number {
  let rest = 0;
  for (let at = 0; at < limbs.length; at += 1) {
    const value = rest * LIMB + (limbs[at] ?? 0);
    const quotient = Math.floor(value / DIVISOR);
    limbs[at] = quotient;
    rest = value - quotient * DIVISOR;
  }
  return rest;
}
