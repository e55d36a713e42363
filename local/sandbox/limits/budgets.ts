const KEYS_BEFORE_SWEEP = 10_000;

/**
 * A budget of `countMax` per key, in windows that begin with a key's first use.
 * `fits` only looks, `spend` takes.
 */
export function createBudgets(
  countMax: number,
  windowMs: number,
  now: () => number,
): {
  fits(key: string, count: number): boolean;
  spend(key: string, count: number): void;
  clear(): void;
} {
  const windows = new Map<string, { endsAt: number; spent: number }>();
  const live = (key: string) => {
    const window = windows.get(key);
    return window !== undefined && window.endsAt > now() ? window : null;
  };
  const sweep = () => {
    for (const [key, window] of windows) {
      if (window.endsAt <= now()) windows.delete(key);
    }
  };

  return {
    fits: (key, count) => (live(key)?.spent ?? 0) + count <= countMax,
    spend(key, count) {
      const window = live(key);
      if (window !== null) {
        window.spent += count;
        return;
      }
      if (windows.size > KEYS_BEFORE_SWEEP) sweep();
      windows.set(key, { endsAt: now() + windowMs, spent: count });
    },
    clear: () => {
      windows.clear();
    },
  };
}
