"use client";
import Link from "next/link";
import { formatCount } from "@/components/ledger/outcomes";
import { RelativeTime } from "@/components/ui/relative-time";
import { Table, Td, Th } from "@/components/ui/table";
import type { TrackingPlanDto } from "@/lib/services/tracking-plan/schemas";
import { PlanSource } from "./plan-source";
import { PlanUsers } from "./plan-users";

export function PlanTable({ plans }: { plans: TrackingPlanDto[] }) {
  return (
    <Table>
      <thead>
        <tr>
          <Th>Name</Th>
          <Th className="max-md:hidden">From</Th>
          <Th right>Rules</Th>
          <Th right className="max-md:hidden">
            Revision
          </Th>
          <Th className="max-md:hidden">Refreshed</Th>
          <Th>Held to it</Th>
        </tr>
      </thead>
      <tbody>
        {plans.map((plan) => (
          <tr key={plan.id} className="hover:bg-sunken">
            <Td className="min-w-40 font-[550]">
              <Link
                data-row
                href={`/tracking-plans/${plan.id}`}
                className="[overflow-wrap:anywhere]"
              >
                {plan.name}
              </Link>
              <p className="text-xs font-normal text-ink-2 md:hidden">
                <PlanSource plan={plan} /> revision {plan.revision},{" "}
                <Refreshed plan={plan} />
              </p>
              {plan.refreshError !== null && (
                <p className="max-w-[44ch] text-xs font-normal text-warn">
                  Could not be refreshed: {plan.refreshError}
                </p>
              )}
            </Td>
            <Td className="max-md:hidden">
              <PlanSource plan={plan} />
            </Td>
            <Td right>{formatCount(plan.ruleCount)}</Td>
            <Td right className="max-md:hidden">
              {plan.revision}
            </Td>
            <Td className="text-ink-2 max-md:hidden">
              <Refreshed plan={plan} />
            </Td>
            <Td>
              <PlanUsers syncs={plan.syncs} />
            </Td>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}

/** When it was read last, or tried in vain. */
function Refreshed({ plan }: { plan: TrackingPlanDto }) {
  return (
    <>
      {plan.refreshError !== null && "tried "}
      <RelativeTime at={plan.refreshedAt} />
    </>
  );
}
