"use client";
import { useState } from "react";
import { appIdOf } from "@/components/syncs/app-id-of";
import {
  ActionField,
  StreamField,
  type Ends,
} from "@/components/syncs/ends-fields";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { ErrorNotice } from "@/components/ui/error-notice";
import { Notice } from "@/components/ui/notice";
import { useConnections } from "@/lib/queries/connections";
import { defaultMapping } from "@/lib/sync/actions/fitting";
import type { SyncDefinition } from "@/lib/sync/definition";

/** What a draft reads and what it becomes. Either changed, the mapping begins anew: the press says so. */
export function EndsDialog({
  definition: { source, destination, mapping },
  isSaving,
  error,
  onChange,
  onClose,
}: {
  definition: SyncDefinition;
  isSaving: boolean;
  /** Why it could not be saved. */
  error: Error | null;
  /** Whoever opened the dialog closes it. */
  onChange: (change: (draft: SyncDefinition) => SyncDefinition) => void;
  onClose: () => void;
}) {
  const present: Ends = {
    stream: source.stream,
    action: destination.action,
  };
  const [ends, setEnds] = useState(present);
  const heap = useConnections().data?.find(
    ({ id }) => id === source.connection,
  );
  const isOtherStream = ends.stream !== present.stream;
  const isChanged = isOtherStream || ends.action !== present.action;
  const fields = Object.keys(mapping).length;
  return (
    <Dialog isOpen onClose={onClose} title="Stream and action">
      <form
        className="mt-4 grid gap-3.5"
        onSubmit={(event) => {
          event.preventDefault();
          onChange((draft) => withEnds(draft, ends, appIdOf(heap)));
        }}
      >
        <StreamField ends={ends} onChange={setEnds} />
        <ActionField ends={ends} onChange={setEnds} />
        {isChanged && (
          <Notice tone="warn">
            The mapping begins anew, as is usual for these: its {fields}{" "}
            {fields === 1 ? "field is" : "fields are"} replaced
            {isOtherStream && source.where ? ", and the filter is gone" : ""}.
          </Notice>
        )}
        <ErrorNotice error={error} />
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>Cancel</Button>
          <Button
            type="submit"
            variant="danger"
            disabled={!isChanged || heap === undefined}
            isBusy={isSaving}
          >
            Change, and begin the mapping anew
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

/** A filter asks for fields that another stream's records don't have, and only users are compared. */
function withEnds(
  draft: SyncDefinition,
  { stream, action }: Ends,
  appId: string,
): SyncDefinition {
  const { source, destination, snapshot } = draft;
  const where = stream === source.stream ? (source.where ?? null) : null;
  return {
    ...draft,
    source: { ...source, stream, where },
    destination: { ...destination, action },
    mapping: defaultMapping(stream, action, appId),
    snapshot: stream === source.stream ? snapshot : null,
  };
}
