import type { Json } from "../shared/json";

type Seen = { count: number; lastMs: number };

/**
 * The value that came most often, as text, whatever type it came as: of those
 * that came equally often the one that came last, then the first in the
 * alphabet. Lists, objects and empty texts are no values.
 */
export function mostFrequent(
  seen: readonly { value: Json | undefined; timeMs: number }[],
): string | null {
  const byText = new Map<string, Seen>();
  for (const { value, timeMs } of seen) {
    const text = textOf(value);
    if (text === null) continue;
    const known = byText.get(text) ?? { count: 0, lastMs: timeMs };
    byText.set(text, {
      count: known.count + 1,
      lastMs: Math.max(known.lastMs, timeMs),
    });
  }
  const [first] = [...byText].toSorted(
    ([textA, a], [textB, b]) =>
      b.count - a.count || b.lastMs - a.lastMs || (textA < textB ? -1 : 1),
  );
  return first?.[0] ?? null;
}

function textOf(value: Json | undefined): string | null {
  if (value === undefined || value === "" || typeof value === "object")
    return null;
  return String(value);
}
