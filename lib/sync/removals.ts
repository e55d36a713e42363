/** What becomes of those who are gone, or fit the filter no more. */
export const REMOVALS = ["nothing", "null", "mark"] as const;
export type Removals = (typeof REMOVALS)[number];
