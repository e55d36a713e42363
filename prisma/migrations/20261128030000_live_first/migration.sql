-- When live traffic last had to wait for a limit of the connection: backfills stand back for it.
ALTER TABLE data.flow ADD COLUMN crowded_at timestamptz;
