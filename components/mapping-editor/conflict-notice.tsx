"use client";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import { useSync } from "@/lib/queries/syncs";
import type { SyncDto } from "@/lib/services/sync/schemas";
import type { Draft } from "./use-draft";

/** Two people edited: nothing is overwritten until one of them says so. */
export function ConflictNotice({
  sync,
  draft,
}: {
  sync: SyncDto;
  draft: Draft;
}) {
  const { refetch } = useSync(sync.id);
  if (draft.newer !== null && draft.save !== "conflict")
    return <NewerNotice sync={sync} draft={draft} />;
  if (draft.save !== "conflict") return null;
  /** Theirs as it is by now: what the page has may be older than the conflict. */
  const withTheirs = async (answer: (theirs: SyncDto) => void) => {
    const { data } = await refetch();
    if (data !== undefined) answer(data);
  };
  return (
    <Notice tone="warn" className="mb-4">
      <div className="flex flex-wrap items-center gap-2">
        <span className="grow">{draft.problem}</span>
        <Button size="sm" onClick={() => void withTheirs(draft.takeTheirs)}>
          Take theirs
        </Button>
        <Button size="sm" onClick={() => void withTheirs(draft.overwrite)}>
          Save mine over it
        </Button>
      </div>
    </Notice>
  );
}

function NewerNotice({ sync, draft }: { sync: SyncDto; draft: Draft }) {
  if (draft.newer === "shown")
    return (
      <Notice tone="neutral" className="mb-4">
        A newer draft was saved elsewhere. This is it.
      </Notice>
    );
  return (
    <Notice tone="warn" className="mb-4">
      <div className="flex flex-wrap items-center gap-2">
        <span className="grow">
          A newer draft was saved elsewhere. Look at it before you go on.
        </span>
        <Button size="sm" onClick={() => draft.takeTheirs(sync)}>
          Show theirs
        </Button>
      </div>
    </Notice>
  );
}
