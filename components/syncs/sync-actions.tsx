"use client";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { RunNow } from "@/components/comparison/run-now";
import { formatCount } from "@/components/ledger/outcomes";
import { PublishDialog } from "@/components/mapping-editor/publish-dialog";
import { RangeDialog } from "@/components/replay/range-dialog";
import { useMay } from "@/components/shell/session";
import { Button } from "@/components/ui/button";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { useRemoveSync, useSyncVerb } from "@/lib/queries/syncs";
import type { FlowDto } from "@/lib/services/overview/schemas";
import type { SyncDto } from "@/lib/services/sync/schemas";
import { isSnapshotSync } from "@/lib/sync/snapshot";
import { PauseDialog } from "./pause-dialog";
import { useRunning } from "./use-running";

/** What can be done with a sync as it stands; one of them is primary. */
export function SyncActions({
  sync,
  flow,
}: {
  sync: SyncDto;
  flow: FlowDto | undefined;
}) {
  const resume = useSyncVerb(sync.id, "resume");
  const running = useRunning(sync);
  const [isDeleting, setIsDeleting] = useState(false);
  const [isPausing, setIsPausing] = useState(false);
  const [isReplaying, setIsReplaying] = useState(false);
  const mayEdit = useMay("editor");
  const isStuck = sync.status === "paused" || sync.waiting?.reason === "held";
  return (
    <>
      {resume.error && (
        <span role="alert" className="text-sm text-bad">
          {resume.error.message}
        </span>
      )}
      {sync.status !== "live" && (
        <Button onClick={() => setIsDeleting(true)}>Delete</Button>
      )}
      {sync.status === "live" && (
        <>
          <Button onClick={() => setIsPausing(true)}>Pause</Button>
          {mayEdit && (
            <Button onClick={() => setIsReplaying(true)}>Replay …</Button>
          )}
          {mayEdit && running !== null && (
            <RunNow sync={sync} running={running} />
          )}
        </>
      )}
      {isStuck && (
        <Button
          variant="primary"
          isBusy={resume.isPending}
          onClick={() => resume.mutate()}
        >
          {sync.status === "paused" ? "Resume" : "Try again"}
        </Button>
      )}
      {mayEdit && !sync.draft.isPublished && <Publish sync={sync} />}
      {isPausing && (
        <PauseDialog
          sync={sync}
          pending={flow?.ledger.pending ?? 0}
          onClose={() => setIsPausing(false)}
        />
      )}
      {isReplaying && (
        <RangeDialog sync={sync} onClose={() => setIsReplaying(false)} />
      )}
      {isDeleting && (
        <DeleteSync
          sync={sync}
          flow={flow}
          onClose={() => setIsDeleting(false)}
        />
      )}
    </>
  );
}

/** A draft of events is published at once; before people are sent it is told how many. */
function Publish({ sync }: { sync: SyncDto }) {
  const publish = useSyncVerb(sync.id, "publish");
  const [isOpen, setIsOpen] = useState(false);
  const { status, version, definition, draft } = sync;
  const isAsked = status !== "draft" || isSnapshotSync(definition);
  const next = (version ?? 0) + 1;
  return (
    <>
      {publish.error && (
        <span role="alert" className="text-sm text-bad">
          {publish.error.message}
        </span>
      )}
      <Button
        variant={status === "draft" ? "primary" : "secondary"}
        isBusy={publish.isPending}
        onClick={() => (isAsked ? setIsOpen(true) : publish.mutate())}
      >
        {status === "draft" ? "Publish" : `Publish v${next}`}
      </Button>
      {isOpen && (
        <PublishDialog
          syncId={sync.id}
          version={next}
          definition={definition}
          flush={() => Promise.resolve(draft.revision)}
          onClose={() => setIsOpen(false)}
        />
      )}
    </>
  );
}

function DeleteSync({
  sync,
  flow,
  onClose,
}: {
  sync: SyncDto;
  flow: FlowDto | undefined;
  onClose: () => void;
}) {
  const router = useRouter();
  const remove = useRemoveSync(sync.id);
  const pending = flow?.ledger.pending ?? 0;
  return (
    <ConfirmDialog
      isOpen
      onClose={onClose}
      title={`Delete ${sync.name}?`}
      consequence={`Its versions, runs and books go with it${
        pending > 0
          ? `, and ${formatCount(pending)} records that still wait`
          : ""
      }. What Segment has stays there. This can’t be undone.`}
      action="Delete sync"
      isBusy={remove.isPending}
      error={remove.error?.message ?? null}
      onConfirm={() =>
        remove.mutate(undefined, { onSuccess: () => router.push("/syncs") })
      }
    />
  );
}
