ALTER TABLE data.inbox ADD COLUMN generation integer NOT NULL DEFAULT 0;
