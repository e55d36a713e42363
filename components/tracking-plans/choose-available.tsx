"use client";
import Link from "next/link";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { ErrorNotice } from "@/components/ui/error-notice";
import { Field, Select } from "@/components/ui/field";
import { Notice } from "@/components/ui/notice";
import { Skeleton } from "@/components/ui/skeleton";
import {
  useAvailablePlans,
  useCreatePlan,
  useTrackingPlans,
} from "@/lib/queries/tracking-plans";
import type { ConnectionDto } from "@/lib/services/connection/schemas";
import type {
  AvailablePlanDto,
  TrackingPlanDto,
} from "@/lib/services/tracking-plan/schemas";

/** What Segment lists for a connection, and the button that fetches one of it. */
export function ChooseAvailable({
  connection,
  onFetched,
}: {
  connection: ConnectionDto;
  onFetched: (plan: TrackingPlanDto) => void;
}) {
  const available = useAvailablePlans(connection.id);
  const known = useTrackingPlans().data ?? [];
  const fetchPlan = useCreatePlan();
  const [chosenId, setChosenId] = useState<string | null>(null);
  if (available.error !== null)
    return (
      <NotListed
        error={available.error}
        connection={connection}
        isBusy={available.isFetching}
        onAgain={() => void available.refetch()}
      />
    );
  if (available.data === undefined)
    return (
      <div role="status" aria-label="Asking Segment">
        <Skeleton className="h-14" />
      </div>
    );
  const plans = available.data;
  const chosen = plans.find(({ id }) => id === chosenId) ?? plans[0];
  if (chosen === undefined)
    return (
      <Notice tone="neutral">
        Segment lists no tracking plan for {connection.name}. Make one at
        Segment under Protocols, or upload a file instead.
      </Notice>
    );
  return (
    <>
      <Field label="Plan" help={helpFor(chosen, known)}>
        {(control) => (
          <Select
            {...control}
            value={chosen.id}
            onChange={({ target }) => setChosenId(target.value)}
          >
            {plans.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </Select>
        )}
      </Field>
      <ErrorNotice error={fetchPlan.error} />
      <div className="flex justify-end">
        <Button
          variant="primary"
          isBusy={fetchPlan.isPending}
          onClick={() =>
            fetchPlan.mutate(
              { connection: connection.id, vendorId: chosen.id },
              { onSuccess: onFetched },
            )
          }
        >
          {fetchPlan.isPending ? "Fetching …" : "Fetch the plan"}
        </Button>
      </div>
    </>
  );
}

/** What fetching it would do, where that is not plain. */
function helpFor(
  { id, name }: AvailablePlanDto,
  known: readonly TrackingPlanDto[],
): string {
  const here = known.find(({ vendorId }) => vendorId === id);
  if (here !== undefined)
    return `It is here already, as revision ${here.revision}: fetching reads it anew.`;
  return known.some((plan) => plan.name === name)
    ? `Another plan has this name: this one becomes “${name} (${id})”.`
    : "Sluice reads it again every quarter of an hour.";
}

function NotListed({
  error,
  connection,
  isBusy,
  onAgain,
}: {
  error: Error;
  connection: ConnectionDto;
  isBusy: boolean;
  onAgain: () => void;
}) {
  return (
    <>
      <ErrorNotice error={error} />
      <div className="flex flex-wrap justify-end gap-2">
        <Button asChild>
          <Link href={`/connections?open=${connection.id}`}>
            Open the connection
          </Link>
        </Button>
        <Button isBusy={isBusy} onClick={onAgain}>
          Ask again
        </Button>
      </div>
    </>
  );
}
