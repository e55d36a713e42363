-- How often a replay delivered anew stands above the records' own generations, in one number: lib/sync/generation.ts.
ALTER TABLE data.replay ALTER COLUMN generation TYPE bigint;
ALTER TABLE data.replay_item ALTER COLUMN generation TYPE bigint;
