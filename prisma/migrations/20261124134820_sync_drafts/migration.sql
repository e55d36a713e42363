-- AlterTable
ALTER TABLE "syncs" ADD COLUMN     "draft_revision" INTEGER NOT NULL DEFAULT 1,
ADD COLUMN     "draft_saved_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
ADD COLUMN     "draft_saved_by" TEXT,
ADD COLUMN     "published_revision" INTEGER;

-- AlterTable
ALTER TABLE "sync_versions" ADD COLUMN     "note" TEXT;

-- What was published before drafts were counted is the draft as it stands, unless it was changed since.
UPDATE "syncs" s SET "published_revision" = 1
FROM "sync_versions" v WHERE v.sync_id = s.id AND v.number = s.version AND v.definition::jsonb = s.definition::jsonb;
