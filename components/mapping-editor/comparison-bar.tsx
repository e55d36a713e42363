"use client";
import { formatCount } from "@/components/ledger/outcomes";
import { LedgerBar } from "@/components/ledger/ledger-bar";
import { useComparison } from "@/lib/queries/mapping";
import type { Comparison } from "@/lib/sync/compare-decisions";
import type { SyncDefinition } from "@/lib/sync/definition";
import { useSettled } from "./use-settled";

const COMPARE_AFTER_MS = 400;

/** Of the latest thousand records: how many would be sent, filtered, invalid. */
export function ComparisonBar({
  syncId,
  definition,
}: {
  syncId: string;
  definition: SyncDefinition;
}) {
  const settled = useSettled(definition, COMPARE_AFTER_MS);
  const { data } = useComparison(syncId, settled);
  if (data === undefined || data.records === 0) return null;
  return (
    <div className="grid gap-2 text-sm">
      <p className="text-ink-2">
        Of the last {formatCount(data.records)} records
      </p>
      <LedgerBar ledger={asLedger(data)} />
      <p className="flex flex-wrap gap-x-3 text-xs text-ink-2 tabular-nums">
        <span>
          sent <b>{formatCount(data.draft.send)}</b>
        </span>
        <span>
          filtered <b>{formatCount(data.draft.filtered)}</b>
        </span>
        <span>
          invalid <b>{formatCount(data.draft.invalid)}</b>
        </span>
        {data.draft.violations > 0 && (
          <span>
            against the plan <b>{formatCount(data.draft.violations)}</b>
          </span>
        )}
      </p>
    </div>
  );
}

const asLedger = ({ records, draft }: Comparison) => ({
  ...{ read: records, delivered: draft.send, filtered: draft.filtered },
  ...{ invalid: draft.invalid, rejected: 0, pending: 0 },
});
