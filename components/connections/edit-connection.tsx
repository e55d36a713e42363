"use client";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { CodeBlock } from "@/components/ui/code-block";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { Dialog } from "@/components/ui/dialog";
import {
  useRemoveConnection,
  useUpdateConnection,
} from "@/lib/queries/connections";
import type { ConnectionDto } from "@/lib/services/connection/schemas";
import { CheckConnection } from "./check-connection";
import { ConnectionForm } from "./connection-form";

/** The dialog that shows, checks, changes and deletes one connection. */
export function EditConnection({
  connection,
  usedBy,
  onClose,
  onDeleted = onClose,
}: {
  connection: ConnectionDto;
  usedBy: string[];
  onClose: () => void;
  onDeleted?: () => void;
}) {
  const [isDeleting, setIsDeleting] = useState(false);
  const update = useUpdateConnection();
  const { kind } = connection;
  return (
    <Dialog isOpen onClose={onClose} title={connection.name}>
      {connection.ingestUrl !== null && kind === "heap" && (
        <div className="mt-3 grid gap-1">
          <h3 className="text-sm font-medium">Address for Heap’s events</h3>
          <CodeBlock text={connection.ingestUrl} label="Ingest address" />
          <p className="text-xs text-ink-2">
            Whoever knows it can post events: treat it like a password.
          </p>
        </div>
      )}
      <CheckConnection id={connection.id} />
      {kind !== "warehouse" && (
        <ConnectionForm
          kind={kind}
          connection={connection}
          suggestedName=""
          isBusy={update.isPending}
          error={update.error}
          onSubmit={(body) =>
            update.mutate(
              { id: connection.id, ...body },
              { onSuccess: onClose },
            )
          }
        />
      )}
      <div className="mt-5 flex flex-wrap items-center gap-3 border-t border-line pt-4">
        <p className="grow basis-48 text-xs text-ink-2">{usageWords(usedBy)}</p>
        <Button
          size="sm"
          disabled={usedBy.length > 0}
          onClick={() => setIsDeleting(true)}
        >
          Delete connection
        </Button>
      </div>
      {isDeleting && (
        <DeleteConnection
          connection={connection}
          onClose={() => setIsDeleting(false)}
          onDeleted={onDeleted}
        />
      )}
    </Dialog>
  );
}

function DeleteConnection({
  connection,
  onClose,
  onDeleted,
}: {
  connection: ConnectionDto;
  onClose: () => void;
  onDeleted: () => void;
}) {
  const remove = useRemoveConnection(connection.id);
  const isHeap = connection.kind === "heap";
  return (
    <ConfirmDialog
      isOpen
      onClose={onClose}
      title={`Delete ${connection.name}?`}
      consequence={
        isHeap
          ? "Its address stops working at once: what is posted there is refused. This can’t be undone."
          : "Its write key is forgotten. This can’t be undone."
      }
      action="Delete connection"
      isBusy={remove.isPending}
      error={remove.error?.message ?? null}
      onConfirm={() => remove.mutate(undefined, { onSuccess: onDeleted })}
    />
  );
}

function usageWords(usedBy: string[]): string {
  if (usedBy.length === 0) return "No sync uses this connection.";
  return `Used by ${usedBy.join(", ")}. Delete ${usedBy.length === 1 ? "that sync" : "those syncs"} first.`;
}
