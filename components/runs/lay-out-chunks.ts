/** A span of work in milliseconds since 1970. */
export type Span = { fromMs: number; toMs: number };
export type PlacedSpan = Span & {
  /** Where its bar lies, of a line of length 1. */
  left: number;
  width: number;
};

/** The share of the line that one pause may take. */
const PAUSE_SHARE_MAX = 0.04;

/**
 * Lays spans out on one line, in order of their starts. A stream's run pauses
 * for minutes between bursts of milliseconds: pauses are cut short, so that the
 * work stays visible.
 */
export function layOutChunks(spans: readonly Span[]): {
  placed: PlacedSpan[];
  workMs: number;
} {
  const workMs = Math.max(
    1,
    spans.reduce((sum, { fromMs, toMs }) => sum + (toMs - fromMs), 0),
  );
  const pauseMsMax = workMs * PAUSE_SHARE_MAX;
  let cutMs = 0;
  let lastEnd = spans[0]?.fromMs ?? 0;
  const shifted = spans.map((span) => {
    cutMs += Math.max(0, span.fromMs - lastEnd - pauseMsMax);
    lastEnd = Math.max(lastEnd, span.toMs);
    return { span, from: span.fromMs - cutMs, to: span.toMs - cutMs };
  });
  const start = shifted[0]?.from ?? 0;
  const length = Math.max(1, ...shifted.map(({ to }) => to - start));
  const placed = shifted.map(({ span, from, to }) => ({
    ...span,
    left: (from - start) / length,
    width: (to - from) / length,
  }));
  return { placed, workMs };
}
