/** What is further off than this is no wait: the clock was set back since. */
export const LONGEST_WAIT_MS = 600_000;
