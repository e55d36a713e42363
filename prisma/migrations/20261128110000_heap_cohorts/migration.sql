-- What Heap's cohort webhook told: the segments of a connection, who is in them, and the pages that it
-- came in. The row of a segment is also its lock: whoever changes one of the others holds it.
CREATE TABLE data.heap_cohort (
  connection_id text NOT NULL REFERENCES public.connections (id) ON DELETE CASCADE,
  segment_id text NOT NULL,
  name text NOT NULL,
  -- Counted in the transaction that changes them.
  members bigint NOT NULL DEFAULT 0,
  changed_at timestamptz,
  -- When Heap drained it; null while it is synced.
  gone_at timestamptz,
  created_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (connection_id, segment_id)
);

CREATE TABLE data.heap_cohort_member (
  connection_id text NOT NULL,
  segment_id text NOT NULL,
  member_id text NOT NULL,
  entered_at timestamptz NOT NULL,
  PRIMARY KEY (connection_id, segment_id, member_id),
  FOREIGN KEY (connection_id, segment_id) REFERENCES data.heap_cohort ON DELETE CASCADE
);

CREATE TABLE data.heap_cohort_task (
  connection_id text NOT NULL,
  segment_id text NOT NULL,
  task_id text NOT NULL,
  kind text NOT NULL CHECK (kind IN ('sync', 'drain')),
  total_pages integer NOT NULL,
  -- When Heap signed the first of its pages: tasks stand in this order, whenever they are complete.
  began_at timestamptz NOT NULL,
  last_page_at timestamptz NOT NULL,
  applied_at timestamptz,
  dropped_at timestamptz,
  entered bigint NOT NULL DEFAULT 0,
  exited bigint NOT NULL DEFAULT 0,
  -- Ids that no table can hold; its pages leave them out.
  unusable bigint NOT NULL DEFAULT 0,
  PRIMARY KEY (connection_id, segment_id, task_id),
  FOREIGN KEY (connection_id, segment_id) REFERENCES data.heap_cohort ON DELETE CASCADE
);
CREATE INDEX heap_cohort_task_age ON data.heap_cohort_task (began_at);

CREATE TABLE data.heap_cohort_page (
  connection_id text NOT NULL,
  segment_id text NOT NULL,
  task_id text NOT NULL,
  page integer NOT NULL,
  added text[] NOT NULL,
  removed text[] NOT NULL,
  received_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (connection_id, segment_id, task_id, page),
  FOREIGN KEY (connection_id, segment_id, task_id) REFERENCES data.heap_cohort_task ON DELETE CASCADE
);
