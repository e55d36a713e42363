"use client";
import Link from "next/link";
import { DetailState } from "@/components/shell/detail-state";
import { ErrorNotice } from "@/components/ui/error-notice";
import { Notice } from "@/components/ui/notice";
import { PageHead } from "@/components/ui/page-head";
import { RelativeTime } from "@/components/ui/relative-time";
import { Tag } from "@/components/ui/tag";
import { useTrackingPlan } from "@/lib/queries/tracking-plans";
import type { TrackingPlanDetailDto } from "@/lib/services/tracking-plan/schemas";
import { HeldCard } from "./held-card";
import { PlanActions } from "./plan-actions";
import { PlanSource } from "./plan-source";
import { RulesCard } from "./rules-card";
import { UncheckedCard } from "./unchecked-card";

/** One plan: where it is from, who is held to it, and what it says. */
export function PlanScreen({ id }: { id: string }) {
  const { data: plan, error } = useTrackingPlan(id);
  if (plan !== undefined) return <Plan plan={plan} error={error} />;
  return (
    <DetailState
      error={error}
      what="tracking plan"
      list={{ href: "/tracking-plans", label: "All tracking plans" }}
    />
  );
}

function Plan({
  plan,
  error,
}: {
  plan: TrackingPlanDetailDto;
  error: Error | null;
}) {
  return (
    <>
      <PageHead
        crumb={
          <Link href="/tracking-plans" className="hover:text-ink">
            Tracking plans
          </Link>
        }
        title={plan.name}
        tags={<Tag>revision {plan.revision}</Tag>}
        lead={<Lead plan={plan} />}
        actions={<PlanActions plan={plan} />}
      />
      <div className="grid gap-4">
        <ErrorNotice error={error} />
        {plan.refreshError !== null && (
          <Notice tone="warn">
            Could not be refreshed: {plan.refreshError} Revision {plan.revision}{" "}
            stays in use.
          </Notice>
        )}
        <div className="grid items-start gap-4 lg:grid-cols-2">
          <HeldCard syncs={plan.syncs} />
          <UncheckedCard rules={plan.rules} />
        </div>
        <RulesCard rules={plan.rules} />
      </div>
    </>
  );
}

function Lead({ plan }: { plan: TrackingPlanDetailDto }) {
  const at = <RelativeTime at={plan.refreshedAt} />;
  if (plan.vendorId === null)
    return (
      <>
        <PlanSource plan={plan} /> {at}. It changes when it is uploaded again.
      </>
    );
  return (
    <>
      <PlanSource plan={plan} />,{" "}
      {plan.refreshError === null ? "read" : "tried"} {at}
      {plan.connectionId !== null && ", and again every quarter of an hour"}.
    </>
  );
}
