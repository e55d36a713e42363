"use client";
import { useRouter, useSearchParams } from "next/navigation";
import { useMay } from "@/components/shell/session";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { ErrorNotice } from "@/components/ui/error-notice";
import { PageHead } from "@/components/ui/page-head";
import { SkeletonRows } from "@/components/ui/skeleton";
import { useTrackingPlans } from "@/lib/queries/tracking-plans";
import { AddPlan, wayOf, type Way } from "./add-plan";
import { PlanTable } from "./plan-table";

const PATH = "/tracking-plans";

/** What calls are held to. Whether one is being added is in the URL, so that other pages can lead there. */
export function PlansScreen() {
  const router = useRouter();
  const adding = wayOf(useSearchParams().get("add"));
  const mayAdd = useMay("editor");
  const { data, error } = useTrackingPlans();
  const go = (way: Way | null) =>
    router.replace(way === null ? PATH : `${PATH}?add=${way}`, {
      scroll: false,
    });
  return (
    <>
      <PageHead
        title="Tracking plans"
        lead="What your events should look like. A sync that is held to a plan checks each call before it is sent."
        actions={
          mayAdd && (
            <Button variant="primary" onClick={() => go("segment")}>
              Add a plan
            </Button>
          )
        }
      />
      <ErrorNotice error={error} className="mb-4" />
      <Card>
        {data === undefined ? (
          error === null && <SkeletonRows />
        ) : data.length === 0 ? (
          <NoPlans mayAdd={mayAdd} onAdd={go} />
        ) : (
          <PlanTable plans={data} />
        )}
      </Card>
      {mayAdd && adding !== null && (
        <AddPlan way={adding} onWay={go} onClose={() => go(null)} />
      )}
    </>
  );
}

function NoPlans({
  mayAdd,
  onAdd,
}: {
  mayAdd: boolean;
  onAdd: (way: Way) => void;
}) {
  if (!mayAdd)
    return (
      <EmptyState title="There is no tracking plan yet">
        Somebody who may edit can fetch one from Segment, or upload it.
      </EmptyState>
    );
  return (
    <EmptyState
      title="There is no tracking plan yet"
      action={
        <div className="flex flex-wrap justify-center gap-2">
          <Button onClick={() => onAdd("segment")}>Fetch from Segment</Button>
          <Button onClick={() => onAdd("upload")}>Upload a file</Button>
        </div>
      }
    >
      Fetch one from Segment Protocols, or upload it as JSON or CSV. Then choose
      it in a sync’s mapping, under Validation.
    </EmptyState>
  );
}
