const SLOTS_AT_START = 1 << 12;
const LOAD_MAX = 0.7;

export type IdTable = {
  readonly size: number;
  has(high: number, low: number): boolean;
  /** Answers false when it was there already. */
  add(high: number, low: number): boolean;
  clear(): void;
};

/**
 * A set of 64-bit hashes in one flat array (open addressing, linear probing):
 * 20 million take 268 MB, where a Set of texts would take several GB. The hash
 * that is all zeros marks a free slot and is counted as 0,1 instead.
 */
export function createIdTable(): IdTable {
  let slots = new Uint32Array(SLOTS_AT_START * 2);
  let size = 0;

  const grow = () => {
    const old = slots;
    slots = new Uint32Array(old.length * 2);
    for (let at = 0; at < old.length; at += 2) {
      const high = old[at] ?? 0;
      const low = old[at + 1] ?? 0;
      if (high !== 0 || low !== 0) put(slots, high, low);
    }
  };

  return {
    get size() {
      return size;
    },
    has(high, low) {
      const word = high === 0 && low === 0 ? 1 : low;
      return isAt(slots, find(slots, high, word), high, word);
    },
    add(high, low) {
      const added = put(slots, high, high === 0 && low === 0 ? 1 : low);
      if (!added) return false;
      size += 1;
      if (size > (slots.length / 2) * LOAD_MAX) grow();
      return true;
    },
    clear() {
      slots = new Uint32Array(SLOTS_AT_START * 2);
      size = 0;
    },
  };
}

function put(slots: Uint32Array, high: number, low: number): boolean {
  const at = find(slots, high, low);
  if (isAt(slots, at, high, low)) return false;
  slots[at] = high;
  slots[at + 1] = low;
  return true;
}

/** Where this hash is, or else the free slot where it belongs. */
function find(slots: Uint32Array, high: number, low: number): number {
  const mask = slots.length - 1;
  let at = (low * 2) & mask;
  while (slots[at] !== 0 || slots[at + 1] !== 0) {
    if (isAt(slots, at, high, low)) break;
    at = (at + 2) & mask;
  }
  return at;
}

function isAt(
  slots: Uint32Array,
  at: number,
  high: number,
  low: number,
): boolean {
  return slots[at] === high && slots[at + 1] === low;
}
