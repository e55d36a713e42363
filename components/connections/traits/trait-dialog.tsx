"use client";
import { useState } from "react";
import { Dialog } from "@/components/ui/dialog";
import type { TraitDto } from "@/lib/services/trait/schemas";
import { draftOf, NEW_TRAIT, type TraitDraft } from "./trait-draft";
import { TraitForm } from "./trait-form";
import { TraitPreview } from "./trait-preview";

/** Builds a trait by choosing; who would have which value is shown beside. */
export function TraitDialog({
  connectionId,
  trait,
  onClose,
}: {
  connectionId: string;
  trait: TraitDto | null;
  onClose: () => void;
}) {
  const [draft, setDraft] = useState<TraitDraft>(
    trait === null ? NEW_TRAIT : draftOf(trait.definition),
  );
  const [isChanged, setIsChanged] = useState(false);
  const change = (patch: Partial<TraitDraft>) => {
    setDraft((before) => ({ ...before, ...patch }));
    setIsChanged(true);
  };
  return (
    <Dialog
      isOpen
      // What was built is given up by Cancel alone.
      keepsOpen={isChanged}
      onClose={onClose}
      size="sheet"
      title={trait?.definition.name ?? "New trait"}
      description="Computed of each person’s events, and sent to Segment as a trait of theirs."
    >
      <div className="mt-4 min-h-0 flex-1 overflow-y-auto md:grid md:grid-cols-[minmax(0,1fr)_minmax(0,380px)] md:gap-x-6 md:overflow-hidden">
        <TraitForm
          connectionId={connectionId}
          traitId={trait?.id ?? null}
          draft={draft}
          onChange={change}
          onClose={onClose}
        />
        <TraitPreview connectionId={connectionId} draft={draft} />
      </div>
    </Dialog>
  );
}
