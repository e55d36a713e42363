"use client";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { useRemoveTrait } from "@/lib/queries/traits";
import type { TraitDto } from "@/lib/services/trait/schemas";

/** Says what goes with a trait; refused while a sync uses it. */
export function DeleteTrait({
  connectionId,
  trait,
  isLast,
  onClose,
}: {
  connectionId: string;
  trait: TraitDto;
  isLast: boolean;
  onClose: () => void;
}) {
  const remove = useRemoveTrait(connectionId, trait.id);
  return (
    <ConfirmDialog
      isOpen
      onClose={onClose}
      title={`Delete ${trait.definition.name}?`}
      consequence={
        isLast
          ? "It is the last one: the events that were kept for it go too. One that is made later looks back as far as the inbox does. What Segment has stays there."
          : "Nobody has it any more. What Segment has stays there."
      }
      action="Delete trait"
      isBusy={remove.isPending}
      error={remove.error?.message ?? null}
      onConfirm={() => remove.mutate(undefined, { onSuccess: onClose })}
    />
  );
}
