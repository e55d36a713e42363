import type { LetterFilter } from "./schemas";

/**
 * A filter as a condition on `data.dead_letter d`, for parameters from `$1`:
 * the workspace's id and what `filterValues` gives.
 */
export const FILTER_SQL = `d.workspace_id = $1
  AND ($2::text IS NULL OR d.sync_id = $2) AND ($3::text IS NULL OR d.run_id = $3)
  AND ($4::text IS NULL OR d.code = $4) AND ($5::text IS NULL OR d.outcome = $5)
  AND ($6::text IS NULL OR d.shape = $6)
  AND ($7::text IS NULL OR position(lower($7) IN lower(concat_ws(' ', d.record_key, d.person, d.event, d.message, d.payload))) > 0)`;

/** The parameters of `FILTER_SQL`; others follow at `$8`. */
export function filterValues(
  workspaceId: string,
  filter: LetterFilter,
): (string | null)[] {
  const { syncId, runId, code, outcome, shape, q } = filter;
  return [
    workspaceId,
    syncId,
    runId,
    code,
    outcome,
    shape,
    q === "" ? null : q,
  ];
}

/** The replay that has a letter `d` in hand, if one has. */
export const REPLAYING_SQL = `(SELECT r.id FROM data.replay_item item JOIN public.runs r ON r.id = item.run_id AND r.finished_at IS NULL
    WHERE item.dead_letter_id = d.id LIMIT 1)`;
