-- CreateTable
CREATE TABLE "computed_traits" (
    "id" TEXT NOT NULL,
    "workspace_id" TEXT NOT NULL,
    "connection_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "definition" JSON NOT NULL,
    "revision" INTEGER NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "computed_traits_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "computed_traits_workspace_id_idx" ON "computed_traits"("workspace_id");

-- CreateIndex
CREATE UNIQUE INDEX "computed_traits_connection_id_name_key" ON "computed_traits"("connection_id", "name");

-- AddForeignKey
ALTER TABLE "computed_traits" ADD CONSTRAINT "computed_traits_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspaces"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "computed_traits" ADD CONSTRAINT "computed_traits_connection_id_fkey" FOREIGN KEY ("connection_id") REFERENCES "connections"("id") ON DELETE CASCADE ON UPDATE CASCADE;
