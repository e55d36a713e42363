/** Segment takes 500 KB a request, without defining KB; the envelope counts too. */
export const BATCH_BYTES_MAX = 475_000;
export const BATCH_EVENTS_MAX = 2_500;
/** Room for `{"batch":[],"sentAt":"…"}` around the calls. */
export const ENVELOPE_BYTES = 64;
