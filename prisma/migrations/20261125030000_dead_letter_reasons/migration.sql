-- Reasons are counted while people look at a sync or a run: from the index alone.
CREATE INDEX dead_letter_reason ON data.dead_letter (run_id, code, outcome);
