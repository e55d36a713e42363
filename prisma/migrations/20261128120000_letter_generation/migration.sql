-- The generation in the message id of what is pending or could not be delivered (lib/sync/generation.ts), so that a
-- dead letter's record keeps its id once the inbox no longer has it.
ALTER TABLE data.pending ADD COLUMN generation bigint NOT NULL DEFAULT 0;
ALTER TABLE data.dead_letter ADD COLUMN generation bigint NOT NULL DEFAULT 0;

-- What was there before: as the replay that it is of says, and what its record brought.
UPDATE data.pending p SET generation = told.generation FROM (
  SELECT p.sync_id, p.id, coalesce(earlier.generation + coalesce(kept.generation, 0), item.generation, kept.generation) AS generation
  FROM data.pending p
  LEFT JOIN data.replay earlier ON earlier.run_id = p.run_id
  LEFT JOIN data.replay_item item ON item.run_id = p.run_id AND item.record_key = p.record_key
  LEFT JOIN LATERAL (SELECT generation FROM data.inbox WHERE id = p.inbox_id LIMIT 1) kept ON true
) told WHERE (p.sync_id, p.id) = (told.sync_id, told.id) AND told.generation <> 0;

UPDATE data.dead_letter d SET generation = told.generation FROM (
  SELECT d.id, coalesce(earlier.generation + coalesce(kept.generation, 0), item.generation, kept.generation) AS generation
  FROM data.dead_letter d
  LEFT JOIN data.replay earlier ON earlier.run_id = d.run_id
  LEFT JOIN data.replay_item item ON item.run_id = d.run_id AND item.record_key = d.record_key
  LEFT JOIN LATERAL (SELECT generation FROM data.inbox WHERE id = d.inbox_id LIMIT 1) kept ON true
  WHERE d.outcome <> 'refused' AND d.resolved_at IS NULL
) told WHERE d.id = told.id AND told.generation <> 0;
