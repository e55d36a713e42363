-- CreateTable
CREATE TABLE "alert_rules" (
    "id" TEXT NOT NULL,
    "workspace_id" TEXT NOT NULL,
    "default_key" TEXT,
    "name" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "watch" JSONB NOT NULL,
    "severity" TEXT NOT NULL,
    "all_syncs" BOOLEAN NOT NULL DEFAULT true,
    "sync_ids" TEXT[],
    "channel_ids" TEXT[],
    "cooldown_minutes" INTEGER NOT NULL,
    "recover_minutes" INTEGER NOT NULL,
    "remind_minutes" INTEGER,
    "enabled" BOOLEAN NOT NULL DEFAULT true,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "alert_rules_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "alerts" (
    "id" TEXT NOT NULL,
    "workspace_id" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "rule_id" TEXT NOT NULL,
    "rule_name" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "subject_kind" TEXT NOT NULL,
    "subject_id" TEXT NOT NULL,
    "subject_name" TEXT NOT NULL,
    "severity" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "cause" TEXT NOT NULL,
    "facts" JSONB NOT NULL,
    "sync_ids" TEXT[],
    "run_id" TEXT,
    "opened_at" TIMESTAMPTZ(3) NOT NULL,
    "last_seen_at" TIMESTAMPTZ(3) NOT NULL,
    "clean_since" TIMESTAMPTZ(3),
    "recovered_at" TIMESTAMPTZ(3),
    "triggered_at" TIMESTAMPTZ(3),
    "resolve_sent_at" TIMESTAMPTZ(3),
    "last_message_at" TIMESTAMPTZ(3),
    "channel_ids" TEXT[],

    CONSTRAINT "alerts_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "alert_mutes" (
    "id" TEXT NOT NULL,
    "workspace_id" TEXT NOT NULL,
    "target" TEXT NOT NULL,
    "target_id" TEXT,
    "until" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "created_by" TEXT NOT NULL,

    CONSTRAINT "alert_mutes_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "connection_checks" (
    "connection_id" TEXT NOT NULL,
    "ok" BOOLEAN NOT NULL,
    "detail" TEXT NOT NULL,
    "checked_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "connection_checks_pkey" PRIMARY KEY ("connection_id")
);

-- CreateIndex
CREATE UNIQUE INDEX "alert_rules_workspace_id_default_key_key" ON "alert_rules"("workspace_id", "default_key");

-- CreateIndex
CREATE UNIQUE INDEX "alert_rules_workspace_id_name_key" ON "alert_rules"("workspace_id", "name");

-- CreateIndex
CREATE INDEX "alerts_workspace_id_opened_at_idx" ON "alerts"("workspace_id", "opened_at" DESC);

-- CreateIndex
CREATE INDEX "alerts_key_triggered_at_idx" ON "alerts"("key", "triggered_at");

-- CreateIndex
CREATE INDEX "alerts_run_id_idx" ON "alerts"("run_id");

-- CreateIndex
CREATE INDEX "alert_mutes_workspace_id_idx" ON "alert_mutes"("workspace_id");

-- AddForeignKey
ALTER TABLE "alert_rules" ADD CONSTRAINT "alert_rules_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspaces"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "alerts" ADD CONSTRAINT "alerts_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspaces"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "alert_mutes" ADD CONSTRAINT "alert_mutes_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspaces"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "connection_checks" ADD CONSTRAINT "connection_checks_connection_id_fkey" FOREIGN KEY ("connection_id") REFERENCES "connections"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- What Prisma's schema can't say.
ALTER TABLE "alert_rules" ADD CONSTRAINT "alert_rules_severity" CHECK (severity IN ('critical', 'error', 'warning', 'info'));
ALTER TABLE "alerts" ADD CONSTRAINT "alerts_severity" CHECK (severity IN ('critical', 'error', 'warning', 'info'));
ALTER TABLE "alerts" ADD CONSTRAINT "alerts_state" CHECK (state IN ('open', 'recovered') AND (state = 'recovered') = (recovered_at IS NOT NULL));
-- No recovery is told whose beginning was not.
ALTER TABLE "alerts" ADD CONSTRAINT "alerts_told" CHECK (resolve_sent_at IS NULL OR triggered_at IS NOT NULL);
ALTER TABLE "alert_mutes" ADD CONSTRAINT "alert_mutes_target" CHECK (target IN ('all', 'rule', 'sync', 'alert') AND (target = 'all') = (target_id IS NULL));
CREATE UNIQUE INDEX "alerts_one_open" ON "alerts" (workspace_id, key) WHERE state = 'open';
CREATE INDEX "alerts_unsettled" ON "alerts" (workspace_id)
  WHERE state = 'open' OR (triggered_at IS NOT NULL AND resolve_sent_at IS NULL);

-- data.flow counts answers 429 for good: how many of them a window had is the difference to here.
CREATE TABLE data.throttle_count (
  connection_id text NOT NULL REFERENCES public.connections (id) ON DELETE CASCADE,
  at timestamptz NOT NULL,
  throttles bigint NOT NULL,
  PRIMARY KEY (connection_id, at)
);

-- When a field that was known for a while first held a value of another kind.
ALTER TABLE data.catalogue_field ADD COLUMN retyped_at timestamptz;
