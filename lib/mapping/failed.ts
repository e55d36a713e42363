/** What a conversion answers when it can't: never NaN, never the text "undefined". */
export const FAILED = Symbol("failed");
export type Failed = typeof FAILED;

/** No text that a mapping makes is longer: destinations take far less. */
export const TEXT_LENGTH_MAX = 1_000_000;
/** No list or flattened object that a mapping makes has more elements. */
export const ELEMENTS_MAX = 10_000;
