-- What is long past counts less, down to parts of one: lib/sync/send-rate.ts.
ALTER TABLE data.bucket ALTER COLUMN surprises TYPE float8;
