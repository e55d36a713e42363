import { EVENTS_MAX } from "../scenarios/signup";

// The ids of a seed are numbered: the scenario's events come first, up to
// EVENTS_MAX. What Heap makes of them besides has the numbers behind.
export const PAGEVIEW_NUMBER_FIRST = EVENTS_MAX;
export const SESSION_NUMBER_FIRST = 2 * EVENTS_MAX;
export const FOUND_NUMBER_FIRST = 3 * EVENTS_MAX;
