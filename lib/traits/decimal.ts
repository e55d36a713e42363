/** A number to its last digit: digits × 10^-scale. Sums of these don't depend on their order. */
export type Decimal = { digits: bigint; scale: number };

export const ZERO: Decimal = { digits: 0n, scale: 0 };

/** What a double is written as. */
export function toDecimal(value: number): Decimal {
  const [mantissa = "0", exponent = "0"] = String(value).split("e");
  const [whole = "0", fraction = ""] = mantissa.split(".");
  const scale = fraction.length - Number(exponent);
  const digits = BigInt(whole + fraction);
  return scale >= 0
    ? { digits, scale }
    : { digits: digits * 10n ** BigInt(-scale), scale: 0 };
}

export function addDecimals(a: Decimal, b: Decimal): Decimal {
  const scale = Math.max(a.scale, b.scale);
  return { digits: digitsAt(a, scale) + digitsAt(b, scale), scale };
}

/** A share of a sum, rounded to so many places, halves away from zero. */
export function divideDecimal(
  sum: Decimal,
  count: number,
  places: number,
): Decimal {
  const shift = 10n ** BigInt(places);
  const divisor = 10n ** BigInt(sum.scale) * BigInt(count);
  const size = sum.digits < 0n ? -sum.digits : sum.digits;
  const rounded = (2n * size * shift + divisor) / (2n * divisor);
  return { digits: sum.digits < 0n ? -rounded : rounded, scale: places };
}

export const toDouble = ({ digits, scale }: Decimal): number =>
  Number(`${digits}e-${scale}`);

const digitsAt = ({ digits, scale }: Decimal, wanted: number): bigint =>
  digits * 10n ** BigInt(wanted - scale);
