const SURROGATES_START = 0xd800;
const SURROGATES_END = 0xdfff;

/**
 * Compares keys as S3 lists them: by their UTF-8 bytes. Strings compare by UTF-16
 * units, which puts characters beyond the first plane before some of the last in it.
 */
export function compareKeys(one: string, other: string): number {
  const length = Math.min(one.length, other.length);
  for (let at = 0; at < length; at += 1) {
    const left = one.charCodeAt(at);
    const right = other.charCodeAt(at);
    if (left !== right) return rank(left) - rank(right);
  }
  return one.length - other.length;
}

/** Halves of characters beyond the first plane come after all that is in it. */
function rank(unit: number): number {
  const isHalf = unit >= SURROGATES_START && unit <= SURROGATES_END;
  return isHalf ? unit + 0x10000 : unit;
}

/** The first place in the sorted list whose key comes after this one. */
export function placeAfter(
  sorted: readonly { key: string }[],
  key: string,
): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (compareKeys(sorted[middle]?.key ?? "", key) > 0) high = middle;
    else low = middle + 1;
  }
  return low;
}
