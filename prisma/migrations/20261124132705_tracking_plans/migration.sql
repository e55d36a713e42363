-- AlterTable
ALTER TABLE "runs" ADD COLUMN     "violations" INTEGER NOT NULL DEFAULT 0;

-- AlterTable
ALTER TABLE "chunks" ADD COLUMN     "plan_revision" INTEGER,
ADD COLUMN     "violations" INTEGER NOT NULL DEFAULT 0;

-- CreateTable
CREATE TABLE "tracking_plans" (
    "id" TEXT NOT NULL,
    "workspace_id" TEXT NOT NULL,
    "connection_id" TEXT,
    "vendor_id" TEXT,
    "name" TEXT NOT NULL,
    "revision" INTEGER NOT NULL,
    "rule_count" INTEGER NOT NULL,
    "refreshed_at" TIMESTAMPTZ(3) NOT NULL,
    "refresh_error" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "tracking_plans_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "tracking_plan_revisions" (
    "plan_id" TEXT NOT NULL,
    "number" INTEGER NOT NULL,
    "digest" TEXT NOT NULL,
    "rules" JSON NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "tracking_plan_revisions_pkey" PRIMARY KEY ("plan_id","number")
);

-- CreateIndex
CREATE INDEX "tracking_plans_connection_id_idx" ON "tracking_plans"("connection_id");

-- CreateIndex
CREATE UNIQUE INDEX "tracking_plans_workspace_id_vendor_id_key" ON "tracking_plans"("workspace_id", "vendor_id");

-- CreateIndex
CREATE UNIQUE INDEX "tracking_plans_workspace_id_name_key" ON "tracking_plans"("workspace_id", "name");

-- AddForeignKey
ALTER TABLE "tracking_plans" ADD CONSTRAINT "tracking_plans_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspaces"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "tracking_plans" ADD CONSTRAINT "tracking_plans_connection_id_fkey" FOREIGN KEY ("connection_id") REFERENCES "connections"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "tracking_plan_revisions" ADD CONSTRAINT "tracking_plan_revisions_plan_id_fkey" FOREIGN KEY ("plan_id") REFERENCES "tracking_plans"("id") ON DELETE CASCADE ON UPDATE CASCADE;
