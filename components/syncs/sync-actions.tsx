"use client";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { formatCount } from "@/components/ledger/outcomes";
import { RangeDialog } from "@/components/replay/range-dialog";
import { useMay } from "@/components/shell/session";
import { Button } from "@/components/ui/button";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { useRemoveSync, useStartRun, useSyncVerb } from "@/lib/queries/syncs";
import type { FlowDto } from "@/lib/services/overview/schemas";
import type { SyncDto } from "@/lib/services/sync/schemas";
import { PauseDialog } from "./pause-dialog";

/** What can be done with a sync as it stands; one of them is primary. */
export function SyncActions({
  sync,
  flow,
}: {
  sync: SyncDto;
  flow: FlowDto | undefined;
}) {
  const router = useRouter();
  const publish = useSyncVerb(sync.id, "publish");
  const resume = useSyncVerb(sync.id, "resume");
  const start = useStartRun(sync.id);
  const [isDeleting, setIsDeleting] = useState(false);
  const [isPausing, setIsPausing] = useState(false);
  const [isReplaying, setIsReplaying] = useState(false);
  const mayEdit = useMay("editor");
  const error = [publish, resume, start].find(
    (one) => one.error !== null,
  )?.error;
  const isStuck = sync.status === "paused" || sync.waiting?.reason === "held";
  return (
    <>
      {error && (
        <span role="alert" className="text-sm text-bad">
          {error.message}
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
          <Button
            isBusy={start.isPending}
            onClick={() =>
              start.mutate(undefined, {
                onSuccess: ({ run }) => router.push(`/runs/${run.id}`),
              })
            }
          >
            Run now
          </Button>
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
      {sync.status === "draft" && (
        <Button
          variant="primary"
          isBusy={publish.isPending}
          onClick={() => publish.mutate()}
        >
          Publish
        </Button>
      )}
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
