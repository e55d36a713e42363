/** Documented by Heap. */
export const EVENTS_PER_REQUEST_MAX = 1_000;
export const EVENT_NAME_CHARACTERS_MAX = 1_024;
export const IDENTITY_CHARACTERS_MAX = 255;
export const JOINED_CHARACTERS_MAX = 1_024;

/** "Fewer than 1,024" in the documentation, "up to 1,024" in Heap's clients. */
export const PROPERTY_CHARACTERS_MAX = 1_024;

/** A `user_id` is an integer that JavaScript can hold. */
export const USER_ID_MAX = 2n ** 53n - 1n;

export const SINGLE_WINDOW_MS = 30_000;
export const SINGLE_PER_IDENTITY_MAX = 30;

export const BULK_WINDOW_MS = 60_000;
export const BULK_EVENTS_PER_IDENTITY_MAX = 1_000;
export const BULK_EVENTS_PER_APP_MAX = 15_000;
