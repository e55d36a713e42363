import type { ClientBase } from "pg";

/** Each entry is applied once, in order, each in a transaction of its own. */
const VERSIONS = [
  `
CREATE TABLE inngest_local.apps (
  name text PRIMARY KEY,
  checksum text NOT NULL,
  synced_at timestamptz NOT NULL DEFAULT now()
);
CREATE TABLE inngest_local.functions (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  app text NOT NULL REFERENCES inngest_local.apps,
  slug text NOT NULL,
  config json NOT NULL,
  archived_at timestamptz,
  UNIQUE (app, slug)
);
CREATE TABLE inngest_local.crons (
  function_id uuid NOT NULL REFERENCES inngest_local.functions,
  expression text NOT NULL,
  next_tick timestamptz NOT NULL,
  PRIMARY KEY (function_id, expression)
);
CREATE TABLE inngest_local.events (
  id text PRIMARY KEY,
  given_id text NOT NULL,
  name text NOT NULL,
  body json NOT NULL,
  received_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX events_given_id ON inngest_local.events (given_id);
CREATE INDEX events_received_at ON inngest_local.events (received_at);
CREATE TABLE inngest_local.runs (
  id text PRIMARY KEY,
  function_id uuid NOT NULL REFERENCES inngest_local.functions,
  event_id text NOT NULL,
  event json NOT NULL,
  status text NOT NULL DEFAULT 'Running'
    CHECK (status IN ('Running', 'Completed', 'Failed', 'Cancelled')),
  request_version int NOT NULL DEFAULT -1,
  must_plan boolean NOT NULL DEFAULT false,
  pending text[] NOT NULL DEFAULT '{}',
  concurrency_keys text[] NOT NULL,
  output json,
  started_at timestamptz NOT NULL DEFAULT now(),
  ended_at timestamptz
);
CREATE INDEX runs_event_id ON inngest_local.runs (event_id);
CREATE INDEX runs_ended_at ON inngest_local.runs (ended_at);
CREATE TABLE inngest_local.steps (
  run_id text NOT NULL REFERENCES inngest_local.runs ON DELETE CASCADE,
  step_id text NOT NULL,
  position int NOT NULL,
  name text NOT NULL,
  value json NOT NULL,
  PRIMARY KEY (run_id, step_id),
  UNIQUE (run_id, position)
);
CREATE TABLE inngest_local.jobs (
  id text PRIMARY KEY,
  run_id text NOT NULL REFERENCES inngest_local.runs ON DELETE CASCADE,
  function_id uuid NOT NULL,
  key text NOT NULL,
  kind text NOT NULL CHECK (kind IN ('discovery', 'step', 'sleep')),
  step_id text,
  step_name text,
  stack_current int NOT NULL DEFAULT 0,
  state text NOT NULL DEFAULT 'ready' CHECK (state IN ('ready', 'done')),
  run_at timestamptz NOT NULL DEFAULT now(),
  attempt int NOT NULL DEFAULT 0,
  attempts_max int NOT NULL,
  generation int NOT NULL DEFAULT 0,
  owner text,
  lease_until timestamptz,
  concurrency_keys text[] NOT NULL,
  UNIQUE (run_id, key)
);
CREATE INDEX jobs_ready ON inngest_local.jobs (run_at) WHERE state = 'ready';
CREATE INDEX jobs_owner ON inngest_local.jobs (owner) WHERE owner IS NOT NULL;
CREATE TABLE inngest_local.dedupe (
  function_id uuid NOT NULL,
  given_id text NOT NULL,
  expires_at timestamptz NOT NULL,
  PRIMARY KEY (function_id, given_id)
);
CREATE INDEX dedupe_expires_at ON inngest_local.dedupe (expires_at);
CREATE TABLE inngest_local.singletons (
  function_id uuid NOT NULL,
  key text NOT NULL,
  run_id text NOT NULL,
  PRIMARY KEY (function_id, key)
);
CREATE INDEX singletons_run_id ON inngest_local.singletons (run_id);
CREATE FUNCTION inngest_local.wake() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('inngest_local', '');
  RETURN NULL;
END $$;
CREATE TRIGGER wake AFTER INSERT ON inngest_local.jobs
  FOR EACH STATEMENT EXECUTE FUNCTION inngest_local.wake();
CREATE TRIGGER wake AFTER INSERT ON inngest_local.crons
  FOR EACH STATEMENT EXECUTE FUNCTION inngest_local.wake();
`,
];

/** Brings the schema `inngest_local` to its newest version; safe to repeat. The caller holds the server's lock. */
export async function migrateSchema(client: ClientBase): Promise<void> {
  await client.query("CREATE SCHEMA IF NOT EXISTS inngest_local");
  await client.query(
    "CREATE TABLE IF NOT EXISTS inngest_local.schema_version (version int PRIMARY KEY)",
  );
  const { rows } = await client.query<{ version: number }>(
    "SELECT coalesce(max(version), 0) AS version FROM inngest_local.schema_version",
  );
  const present = rows[0]?.version ?? 0;
  for (const [index, statements] of VERSIONS.entries()) {
    if (index < present) continue;
    await client.query(
      `BEGIN; ${statements}; INSERT INTO inngest_local.schema_version VALUES (${index + 1}); COMMIT`,
    );
  }
}
