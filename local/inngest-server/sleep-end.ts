const UNIT_MS: Record<string, number> = {
  w: 604_800_000,
  d: 86_400_000,
  h: 3_600_000,
  m: 60_000,
  s: 1_000,
  ms: 1,
  us: 0.001,
  ns: 0.000_001,
};
const SLEEP_MS_MAX = 366 * 86_400_000;

/**
 * When a sleep ends, in epoch milliseconds: from a duration ("2h30m") or a moment in
 * time ("2026-11-23T14:52:33.318Z"). Null when it is neither or lies over 366 days ahead.
 */
export function sleepEnd(text: string, nowMs: number): number | null {
  const end =
    text === "" ? nowMs : (fromDuration(text, nowMs) ?? Date.parse(text));
  return Number.isNaN(end) || end - nowMs > SLEEP_MS_MAX ? null : end;
}

function fromDuration(text: string, nowMs: number): number | null {
  if (!/^(\d+(\.\d+)?(ms|us|ns|[wdhms]))+$/.test(text)) return null;
  let end = nowMs;
  for (const [, amount, unit] of text.matchAll(/([\d.]+)([a-z]+)/g)) {
    end += Number(amount) * (UNIT_MS[unit ?? ""] ?? 0);
  }
  return end;
}
