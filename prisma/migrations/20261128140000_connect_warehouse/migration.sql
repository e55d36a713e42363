-- Heap Connect in a warehouse: tables are asked for, not written as files. Each look is a dump of one file a table.
ALTER TABLE data.connect_table
  -- {name, columns: [{name, type}]} as the warehouse's catalogue gave it at the last look.
  ADD COLUMN shape json,
  -- Where reading goes on, as the warehouse's reader means it.
  ADD COLUMN position json,
  -- When the last look began that read the table to its end; null: it was never read whole.
  ADD COLUMN covered_at timestamptz;
