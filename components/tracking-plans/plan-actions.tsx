"use client";
import { useState } from "react";
import { useMay } from "@/components/shell/session";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { useRefreshPlan } from "@/lib/queries/tracking-plans";
import type { TrackingPlanDto } from "@/lib/services/tracking-plan/schemas";
import { RemovePlan } from "./remove-plan";
import { UploadPlan } from "./upload-plan";

/** What can be done with a plan by who is signed in. */
export function PlanActions({ plan }: { plan: TrackingPlanDto }) {
  const mayEdit = useMay("editor");
  const mayRemove = useMay("admin");
  const [isRemoving, setIsRemoving] = useState(false);
  return (
    <>
      {mayRemove && <Button onClick={() => setIsRemoving(true)}>Remove</Button>}
      {mayEdit &&
        (plan.vendorId === null ? (
          <UploadAgain plan={plan} />
        ) : (
          <Refresh plan={plan} />
        ))}
      {isRemoving && (
        <RemovePlan plan={plan} onClose={() => setIsRemoving(false)} />
      )}
    </>
  );
}

/** Why a refresh failed is the plan's own to say; only what kept it from being tried is said here. */
function Refresh({ plan }: { plan: TrackingPlanDto }) {
  const refresh = useRefreshPlan(plan.id);
  return (
    <>
      {refresh.error !== null && (
        <span role="alert" className="text-sm text-bad">
          {refresh.error.message}
        </span>
      )}
      <Button
        variant="primary"
        isBusy={refresh.isPending}
        onClick={() => refresh.mutate()}
      >
        {refresh.isPending ? "Asking Segment …" : "Refresh"}
      </Button>
    </>
  );
}

function UploadAgain({ plan }: { plan: TrackingPlanDto }) {
  const [isOpen, setIsOpen] = useState(false);
  const close = () => setIsOpen(false);
  return (
    <>
      <Button variant="primary" onClick={() => setIsOpen(true)}>
        Upload again
      </Button>
      {isOpen && (
        <Dialog isOpen onClose={close} title={`Upload ${plan.name} again`}>
          <div className="mt-4">
            <UploadPlan plan={plan} onKept={close} />
          </div>
        </Dialog>
      )}
    </>
  );
}
