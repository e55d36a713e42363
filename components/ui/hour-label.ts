/** A point of a chart's time axis: 14:00, or Tue 14:00 where it spans days. */
export function hourLabel(at: Date, withDay: boolean): string {
  return at.toLocaleString("en", {
    ...(withDay ? { weekday: "short" } : {}),
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  });
}
