"use client";
import { useState } from "react";
import { useMay } from "@/components/shell/session";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { ErrorNotice } from "@/components/ui/error-notice";
import { SkeletonRows } from "@/components/ui/skeleton";
import { useTraits } from "@/lib/queries/traits";
import type { TraitDto } from "@/lib/services/trait/schemas";
import { DeleteTrait } from "./delete-trait";
import { TraitDialog } from "./trait-dialog";
import { TraitTable } from "./trait-table";
import { TraitsState } from "./traits-state";

type Open = { kind: "edit"; trait: TraitDto | null } | DeleteOpen;
type DeleteOpen = { kind: "delete"; trait: TraitDto };

/** What is computed of people's events, and how far that is. */
export function TraitsCard({ connectionId }: { connectionId: string }) {
  const { data, error } = useTraits(connectionId);
  const [open, setOpen] = useState<Open | null>(null);
  const mayEdit = useMay("editor");
  const add = mayEdit && (
    <Button size="sm" onClick={() => setOpen({ kind: "edit", trait: null })}>
      New trait
    </Button>
  );
  const close = () => setOpen(null);
  return (
    <Card title="Computed traits" aside={add}>
      <ErrorNotice error={error} className="m-4" />
      {data === undefined ? (
        error === null && <SkeletonRows rows={2} />
      ) : data.data.length === 0 ? (
        <EmptyState title="Nothing is computed yet">
          How often people did something, when they did it last, or what they
          did most: computed from their events, kept up to date, and sent to
          Segment as a trait of each.
        </EmptyState>
      ) : (
        <>
          {data.progress !== null && <TraitsState progress={data.progress} />}
          <TraitTable
            traits={data.data}
            mayEdit={mayEdit}
            onEdit={(trait) => setOpen({ kind: "edit", trait })}
            onDelete={(trait) => setOpen({ kind: "delete", trait })}
          />
        </>
      )}
      {open?.kind === "edit" && (
        <TraitDialog
          connectionId={connectionId}
          trait={open.trait}
          onClose={close}
        />
      )}
      {open?.kind === "delete" && (
        <DeleteTrait
          connectionId={connectionId}
          trait={open.trait}
          isLast={data?.data.length === 1}
          onClose={close}
        />
      )}
    </Card>
  );
}
