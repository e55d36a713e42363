-- CreateTable
CREATE TABLE "alert_channels" (
    "id" TEXT NOT NULL,
    "workspace_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "settings" JSONB NOT NULL,
    "credentials" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "alert_channels_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "alert_channels_workspace_id_name_key" ON "alert_channels"("workspace_id", "name");

-- AddForeignKey
ALTER TABLE "alert_channels" ADD CONSTRAINT "alert_channels_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspaces"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "alert_channels" ADD CONSTRAINT "alert_channels_kind" CHECK (kind IN ('email', 'slack', 'pagerduty', 'teams', 'webhook'));

-- The outbox of alerts: written in the transaction that decides to tell somebody, sent afterwards.
CREATE TABLE data.notification (
  id text PRIMARY KEY,
  -- In the order of telling: a recovery never overtakes its alert.
  sequence bigint GENERATED ALWAYS AS IDENTITY,
  workspace_id text NOT NULL REFERENCES public.workspaces (id) ON DELETE CASCADE,
  channel_id text NOT NULL REFERENCES public.alert_channels (id) ON DELETE CASCADE,
  alert_id text,
  -- What a repeated decision has in common, so that nobody is told twice.
  dedup_key text NOT NULL,
  kind text NOT NULL CHECK (kind IN ('trigger', 'resolve', 'test')),
  -- The same for an alert and its recovery.
  alert_key text NOT NULL,
  message json NOT NULL,
  status text NOT NULL DEFAULT 'waiting' CHECK (status IN ('waiting', 'sent', 'failed')),
  attempts integer NOT NULL DEFAULT 0,
  next_at timestamptz NOT NULL DEFAULT now(),
  -- Who sends it at this moment, and until when nobody else may.
  lease text,
  leased_until timestamptz,
  created_at timestamptz NOT NULL DEFAULT now(),
  -- When it was sent, or given up.
  finished_at timestamptz,
  UNIQUE (channel_id, dedup_key)
) WITH (fillfactor = 80);
CREATE INDEX notification_waiting ON data.notification (channel_id, sequence) WHERE status = 'waiting';
CREATE INDEX notification_log ON data.notification (channel_id, sequence DESC);
CREATE INDEX notification_thread ON data.notification (channel_id, alert_key, sequence);
CREATE INDEX notification_finished ON data.notification (finished_at) WHERE status <> 'waiting';

-- Each try to send one, and what came back.
CREATE TABLE data.notification_attempt (
  notification_id text NOT NULL REFERENCES data.notification (id) ON DELETE CASCADE,
  number integer NOT NULL,
  at timestamptz NOT NULL DEFAULT now(),
  outcome text NOT NULL CHECK (outcome IN ('sent', 'later', 'refused')),
  status integer,
  detail text NOT NULL,
  took_ms integer NOT NULL,
  PRIMARY KEY (notification_id, number)
);
