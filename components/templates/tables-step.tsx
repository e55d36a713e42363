"use client";
import { useState } from "react";
import { ConnectCard } from "@/components/connections/connect/connect-card";
import { EditConnection } from "@/components/connections/edit-connection";
import { Button } from "@/components/ui/button";
import { isOfEvents } from "@/lib/connectors/heap/connect/tables";
import { useConnect } from "@/lib/queries/connect";
import type { ConnectionDto } from "@/lib/services/connection/schemas";

/** Which tables of Heap Connect are read, and what Heap calls their events. */
export function TablesStep({
  heap,
  onBack,
  onNext,
}: {
  heap: ConnectionDto;
  onBack: () => void;
  onNext: () => void;
}) {
  const [isEditing, setIsEditing] = useState(false);
  const tables = useConnect(heap.id).data?.tables ?? [];
  const isReady = tables.some(
    (table) => isOfEvents(table.kind) && table.isIncluded,
  );
  return (
    <div className="grid gap-5">
      <ConnectCard connectionId={heap.id} onEdit={() => setIsEditing(true)} />
      <div className="flex flex-wrap items-center justify-between gap-2">
        <Button onClick={onBack}>Back</Button>
        {!isReady && (
          <p className="text-sm text-ink-2">
            Save the tables that are to be read first.
          </p>
        )}
        <Button variant="primary" disabled={!isReady} onClick={onNext}>
          Continue
        </Button>
      </div>
      {isEditing && (
        <EditConnection
          connection={heap}
          usedBy={[]}
          onClose={() => setIsEditing(false)}
        />
      )}
    </div>
  );
}
