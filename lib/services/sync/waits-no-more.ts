/** What a sync's row holds once nothing makes it wait. */
export const WAITS_NO_MORE_SQL =
  "waiting_reason = NULL, waiting_detail = NULL, waiting_since = NULL, waiting_until = NULL, faults_in_row = 0";
