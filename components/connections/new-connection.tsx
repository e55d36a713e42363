"use client";
import { Dialog } from "@/components/ui/dialog";
import { useConnections, useCreateConnection } from "@/lib/queries/connections";
import type { ConnectionDto } from "@/lib/services/connection/schemas";
import { ConnectionForm, type ConnectionKindShown } from "./connection-form";

const TITLES: Record<ConnectionKindShown, string> = {
  heap: "Connect Heap",
  segment: "Connect Segment",
};
const LEADS: Record<ConnectionKindShown, string> = {
  heap: "Sluice makes an address of its own for this environment; Heap’s events are posted there.",
  segment: "Sluice sends calls to the source that this write key belongs to.",
};

/** The dialog that makes a connection. */
export function NewConnection({
  kind,
  onClose,
  onMade,
}: {
  kind: ConnectionKindShown;
  onClose: () => void;
  onMade: (connection: ConnectionDto) => void;
}) {
  const create = useCreateConnection();
  const taken = useConnections().data ?? [];
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={TITLES[kind]}
      description={LEADS[kind]}
    >
      <ConnectionForm
        kind={kind}
        connection={null}
        suggestedName={freeName(
          kind,
          taken.map(({ name }) => name),
        )}
        isBusy={create.isPending}
        error={create.error}
        onSubmit={(body) =>
          create.mutate({ kind, ...body }, { onSuccess: onMade })
        }
      />
    </Dialog>
  );
}

/** heap-prod, or heap-prod-2 where that is taken. */
function freeName(kind: string, taken: string[]): string {
  const base = `${kind}-prod`;
  let name = base;
  for (let number = 2; taken.includes(name); number += 1)
    name = `${base}-${number}`;
  return name;
}
