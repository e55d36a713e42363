// Segment's documentation says KB without saying which; its own clients differ.
// These are the largest that an official client sends, so that none of them is
// turned away here. A careful sender stays below 32,000 and 475,000.
export const EVENT_BYTES_MAX = 32 * 1024;
export const BATCH_BYTES_MAX = 500 * 1024;

/** Events of one batch; the excess is dropped without a word. */
export const BATCH_EVENTS_MAX = 2_500;

export const MESSAGE_ID_CHARACTERS_MAX = 100;

/** Documented per workspace; everything here is one workspace. */
export const REQUESTS_PER_SECOND_MAX = 1_000;

/** The edge turns away empty and very short keys only: all others get a 200. */
export const WRITE_KEY_CHARACTERS_MIN = 4;
