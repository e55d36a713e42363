-- Which rows of a table are gone, among a hundred million that are not: a feed of events begins with those.
CREATE INDEX connect_row_gone ON data.connect_row (table_id, key) WHERE is_gone;
