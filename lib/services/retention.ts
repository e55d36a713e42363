/** How long what is seen of the flow is kept. docs/how-to/observe.md tells people. */
export const KEPT = {
  /** Rollups by the minute: for the last hour and the last day. */
  minuteHours: 48,
  /** Rollups by the hour: for the last days. */
  hourDays: 90,
  runLogDays: 30,
  /** Moves of breakers, on the page of a connection. */
  connectionEventDays: 90,
  processMinutes: 60,
  traceHours: 24,
} as const;
