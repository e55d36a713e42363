"use client";
import { useState } from "react";
import { formatCount } from "@/components/ledger/outcomes";
import { Button } from "@/components/ui/button";
import { Choice } from "@/components/ui/choice";
import { Dialog } from "@/components/ui/dialog";
import { ErrorNotice } from "@/components/ui/error-notice";
import { usePauseSync } from "@/lib/queries/syncs";
import type { SyncDto } from "@/lib/services/sync/schemas";
import { isSnapshotSync } from "@/lib/sync/snapshot";

/** Asks what becomes of the pending records before a sync is paused. */
export function PauseDialog({
  sync,
  pending,
  onClose,
}: {
  sync: SyncDto;
  pending: number;
  onClose: () => void;
}) {
  const [drain, setDrain] = useState(true);
  const pause = usePauseSync(sync.id);
  const isKnown = pending > 0;
  const those = `The ${formatCount(pending)} pending records`;
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={`Pause ${sync.name}?`}
      description={
        isSnapshotSync(sync.definition)
          ? "It compares nobody until you resume it; a run that is under way goes on from where it stands. A replay of it waits as well."
          : "It reads nothing new until you resume it; what arrives meanwhile waits in the inbox. A replay of it waits as well."
      }
    >
      <fieldset className="mt-4 grid gap-2.5">
        <legend className="sr-only">What is pending</legend>
        <Choice
          name="pending"
          isChosen={drain}
          onChoose={() => setDrain(true)}
          title="Drain, then pause"
          help={
            isKnown
              ? `${those} are still delivered.`
              : "What is being sent is still delivered."
          }
        />
        <Choice
          name="pending"
          isChosen={!drain}
          onChoose={() => setDrain(false)}
          title="Pause at once"
          help={
            isKnown
              ? `${those} wait until you resume it.`
              : "What has no answer yet waits until you resume it."
          }
        />
      </fieldset>
      <ErrorNotice error={pause.error} className="mt-4" />
      <div className="mt-5 flex justify-end gap-2">
        <Button onClick={onClose}>Cancel</Button>
        <Button
          variant="primary"
          isBusy={pause.isPending}
          onClick={() => pause.mutate({ drain }, { onSuccess: onClose })}
        >
          Pause
        </Button>
      </div>
    </Dialog>
  );
}
