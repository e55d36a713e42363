"use client";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { Estimate } from "@/components/comparison/estimate";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { ErrorNotice } from "@/components/ui/error-notice";
import { Field, Input } from "@/components/ui/field";
import { usePublish } from "@/lib/queries/mapping";
import type { SyncDefinition } from "@/lib/sync/definition";
import { isSnapshotSync } from "@/lib/sync/snapshot";
import { ChangeList } from "./change-list";

/** Shows what publishing changes before it does. */
export function PublishDialog({
  syncId,
  version,
  definition,
  flush,
  onClose,
}: {
  syncId: string;
  version: number;
  definition: SyncDefinition;
  flush: () => Promise<number>;
  onClose: () => void;
}) {
  const [note, setNote] = useState("");
  const publish = usePublish(syncId);
  const isCompared = isSnapshotSync(definition);
  const isFirst = version === 1;
  // Publishing what is looked at, or nothing: not the draft before it.
  const saveFirst = useMutation({ mutationFn: flush });
  const confirm = () =>
    saveFirst.mutate(undefined, {
      onSuccess: (revision) =>
        publish.mutate(
          { revision, note: note === "" ? null : note },
          { onSuccess: onClose },
        ),
    });
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={`Publish version ${version}`}
      description="From then on records are sent by this draft. Versions stay, and can be restored."
    >
      <div className="mt-4 grid gap-4">
        {/* Of people that were never sent all is told by the estimate. */}
        {!(isCompared && isFirst) && (
          <ChangeList syncId={syncId} definition={definition} />
        )}
        {isCompared && <Estimate {...{ syncId, definition, isFirst }} />}
        <Field label="Note" optional>
          {(control) => (
            <Input
              {...control}
              value={note}
              placeholder="What changed, and why"
              onChange={({ target }) => setNote(target.value)}
            />
          )}
        </Field>
        <ErrorNotice error={saveFirst.error ?? publish.error} />
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>Not yet</Button>
          <Button
            variant="primary"
            isBusy={saveFirst.isPending || publish.isPending}
            onClick={confirm}
          >
            Publish
          </Button>
        </div>
      </div>
    </Dialog>
  );
}
