-- AlterTable
ALTER TABLE "syncs" ALTER COLUMN "definition" SET DATA TYPE JSON;

-- AlterTable
ALTER TABLE "sync_versions" ALTER COLUMN "definition" SET DATA TYPE JSON;
