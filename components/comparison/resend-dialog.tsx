"use client";
import { formatCount } from "@/components/ledger/outcomes";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { useEstimate, type StartInput } from "@/lib/queries/syncs";
import type { EstimateDto } from "@/lib/services/snapshot/schemas";
import type { SyncDto } from "@/lib/services/sync/schemas";
import type { SyncDefinition } from "@/lib/sync/definition";

/** Asks whether everybody should be sent again, with what it counts as at Segment. */
export function ResendDialog({
  sync,
  running,
  isStarting,
  error,
  start,
  onClose,
}: {
  sync: SyncDto;
  running: SyncDefinition;
  isStarting: boolean;
  error: Error | null;
  start: (input: StartInput) => void;
  onClose: () => void;
}) {
  const estimate = useEstimate(sync.id, running);
  return (
    <ConfirmDialog
      isOpen
      onClose={onClose}
      title="Send everybody again?"
      consequence={
        <>
          Everybody who is there is sent, changed or not, under a new message
          id: Segment takes again what it already has.{" "}
          <b className="font-semibold text-ink">
            {estimate.data !== undefined
              ? countWords(estimate.data)
              : estimate.error !== null
                ? "How many that are could not be told."
                : "Counting how many that are …"}
          </b>
        </>
      }
      action="Send everybody again"
      keep="Not now"
      isBusy={isStarting}
      error={error?.message ?? null}
      onConfirm={() => start({ compare: { mode: "resend" } })}
    />
  );
}

/** Of those who are unchanged it is not known here whether their call can be made. */
function countWords({ calls, unchanged, isExact }: EstimateDto): string {
  const count = calls + unchanged;
  const about = isExact ? "" : "about ";
  return `Up to ${about}${formatCount(count)} Identify ${count === 1 ? "call" : "calls"}, each of which counts at Segment again, and as many tracked users where they were not seen this month.`;
}
