/** What is further off than this is no wait: the clock was set back since. */
export const LONGEST_WAIT_MS = 600_000;

/** SQL: whether the wait until a column's time is over, or was never one. */
export const isOverSql = (column: string): string =>
  `(${column} IS NULL OR ${column} <= now() OR ${column} > now() + interval '${LONGEST_WAIT_MS} milliseconds')`;
