"use client";
import Link from "next/link";
import { useState } from "react";
import { useMay } from "@/components/shell/session";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { PageHead } from "@/components/ui/page-head";
import { RelativeTime } from "@/components/ui/relative-time";
import { Tag } from "@/components/ui/tag";
import { UndoRedo } from "@/components/ui/undo-redo";
import type { SyncDto } from "@/lib/services/sync/schemas";
import { ChangeList } from "./change-list";
import { PlanLink, type PlanNamed } from "./plan-link";
import { PublishDialog } from "./publish-dialog";
import { restoreVersion } from "./restore-version";
import type { Draft } from "./use-draft";
import { VersionsDialog } from "./versions-dialog";

type Open = "changes" | "publish" | "versions" | null;

/** What this is, whether it is saved, and what can be done with it. */
export function EditorBar({
  sync,
  draft,
  plan,
  suggestionCount,
  isTable,
  onTable,
  onSuggest,
}: {
  sync: SyncDto;
  draft: Draft;
  plan: PlanNamed | null;
  suggestionCount: number;
  isTable: boolean;
  onTable: () => void;
  onSuggest: () => void;
}) {
  const mayEdit = useMay("editor");
  const [open, setOpen] = useState<Open>(null);
  const next = (sync.version ?? 0) + 1;
  const close = () => setOpen(null);
  return (
    <>
      <PageHead
        crumb={
          <>
            <Link href="/syncs" className="hover:text-ink">
              Syncs
            </Link>{" "}
            /{" "}
            <Link href={`/syncs/${sync.id}`} className="hover:text-ink">
              {sync.name}
            </Link>
          </>
        }
        title="Mapping"
        tags={
          <>
            <Tag>
              {sync.draft.isPublished
                ? `v${sync.version ?? 0}`
                : `Draft of v${next}`}
            </Tag>
            <SaveWords draft={draft} />
          </>
        }
        lead={
          <>
            {plan !== null && (
              <>
                Held to the tracking <PlanLink plan={plan} />.{" "}
              </>
            )}
            <span className="max-md:hidden">
              Drag a field of the record onto a field of the call, or pick it up
              with Enter.
            </span>
          </>
        }
        actions={
          <>
            <UndoRedo
              canUndo={draft.canUndo}
              canRedo={draft.canRedo}
              onUndo={draft.undo}
              onRedo={draft.redo}
            />
            <Button
              aria-pressed={isTable}
              className="max-md:hidden"
              onClick={onTable}
            >
              {isTable ? "As columns" : "As a table"}
            </Button>
            <Button onClick={onSuggest}>
              Suggest <Tag>{suggestionCount}</Tag>
            </Button>
            <Button onClick={() => setOpen("versions")}>Versions</Button>
            <Button onClick={() => setOpen("changes")}>
              What would change
            </Button>
            {mayEdit && (
              <Button variant="primary" onClick={() => setOpen("publish")}>
                Publish v{next}
              </Button>
            )}
          </>
        }
      />
      {open === "changes" && (
        <Dialog isOpen onClose={close} title="What would change">
          <div className="mt-4">
            <ChangeList syncId={sync.id} definition={draft.definition} />
          </div>
        </Dialog>
      )}
      {open === "publish" && (
        <PublishDialog
          syncId={sync.id}
          version={next}
          definition={draft.definition}
          flush={draft.flush}
          onClose={close}
        />
      )}
      {open === "versions" && (
        <VersionsDialog
          syncId={sync.id}
          newest={sync.version}
          definition={draft.definition}
          onRestore={(definition) => {
            draft.change(restoreVersion(definition, draft.definition));
            close();
          }}
          onClose={close}
        />
      )}
    </>
  );
}

function SaveWords({ draft }: { draft: Draft }) {
  return (
    <span role="status" className="text-xs text-ink-3">
      {draft.save === "saving" && "saving…"}
      {draft.save === "kept here" && "only here: you may look, not change"}
      {draft.save === "saved" && (
        <>
          saved <RelativeTime at={draft.savedAt} />
        </>
      )}
      {(draft.save === "failed" || draft.save === "conflict") && "not saved"}
    </span>
  );
}
