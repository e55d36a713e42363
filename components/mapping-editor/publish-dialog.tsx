"use client";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { ErrorNotice } from "@/components/ui/error-notice";
import { Field, Input } from "@/components/ui/field";
import { usePublish } from "@/lib/queries/mapping";
import type { SyncDefinition } from "@/lib/sync/definition";
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
  const confirm = async () => {
    const revision = await flush();
    publish.mutate(
      { revision, note: note === "" ? null : note },
      { onSuccess: onClose },
    );
  };
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={`Publish version ${version}`}
      description="From then on records are sent by this draft. Versions stay, and can be restored."
    >
      <div className="mt-4 grid gap-4">
        <ChangeList syncId={syncId} definition={definition} />
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
        <ErrorNotice error={publish.error} />
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>Not yet</Button>
          <Button
            variant="primary"
            isBusy={publish.isPending}
            onClick={() => void confirm()}
          >
            Publish
          </Button>
        </div>
      </div>
    </Dialog>
  );
}
