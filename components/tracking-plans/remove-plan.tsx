"use client";
import { useRouter } from "next/navigation";
import { Button } from "@/components/ui/button";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { Dialog } from "@/components/ui/dialog";
import { useRemovePlan } from "@/lib/queries/tracking-plans";
import type { TrackingPlanDto } from "@/lib/services/tracking-plan/schemas";
import { countSyncs, PlanUser } from "./plan-users";

type Props = { plan: TrackingPlanDto; onClose: () => void };

/** Asks before a plan is removed; one that is in use says by what instead. */
export function RemovePlan({ plan, onClose }: Props) {
  return plan.syncs.length > 0 ? (
    <InUse plan={plan} onClose={onClose} />
  ) : (
    <Confirm plan={plan} onClose={onClose} />
  );
}

function InUse({ plan, onClose }: Props) {
  const { syncs } = plan;
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={`${plan.name} is in use`}
      description={`${countSyncs(syncs)} ${syncs.length === 1 ? "is" : "are"} held to it. Choose another plan there, or none, and publish: then this one can be removed.`}
    >
      <ul className="mt-4 grid gap-1 text-sm">
        {syncs.map((sync) => (
          <li key={sync.id}>
            <PlanUser sync={sync} href={`/syncs/${sync.id}/mapping`} />
          </li>
        ))}
      </ul>
      <div className="mt-5 flex justify-end">
        <Button onClick={onClose}>Close</Button>
      </div>
    </Dialog>
  );
}

function Confirm({ plan, onClose }: Props) {
  const router = useRouter();
  const remove = useRemovePlan(plan.id);
  const revisions =
    plan.revision === 1 ? "Its one revision" : `Its ${plan.revision} revisions`;
  return (
    <ConfirmDialog
      isOpen
      onClose={onClose}
      title={`Remove ${plan.name}?`}
      consequence={`No sync is held to it. ${revisions} will be gone: what it judged is then shown without it. This can’t be undone${
        plan.vendorId === null ? "" : ", but it stays at Segment"
      }.`}
      action="Remove plan"
      isBusy={remove.isPending}
      error={remove.error?.message ?? null}
      onConfirm={() =>
        remove.mutate(undefined, {
          onSuccess: () => router.push("/tracking-plans"),
        })
      }
    />
  );
}
