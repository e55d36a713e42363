"use client";
import { useState } from "react";
import { formatCount } from "@/components/ledger/outcomes";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { ErrorNotice } from "@/components/ui/error-notice";
import { useRangePreview, useStartRange } from "@/lib/queries/replays";
import type { RangeInput } from "@/lib/services/replay/schemas";
import type { SyncDto } from "@/lib/services/sync/schemas";
import { RangeFields } from "./range-fields";
import { shortRanges, toRangeInput, type RangeForm } from "./range-form";
import { RangePreview } from "./range-preview";
import { ReplayProgress } from "./replay-progress";

/** What is replayed is what was looked at, also where it has no end. */
const endedNow = (asked: RangeInput): RangeInput => ({
  ...asked,
  to: asked.to ?? new Date().toISOString(),
});

/** Sends what arrived in a time range again: which, what it would send, then the start. */
export function RangeDialog({
  sync,
  onClose,
}: {
  sync: SyncDto;
  onClose: () => void;
}) {
  const [form, setForm] = useState<RangeForm>(() => ({
    from: shortRanges(new Date())[1]?.from ?? "",
    ...{ to: "", event: "", q: "", version: "", anew: false },
  }));
  const preview = useRangePreview(sync.id);
  const start = useStartRange(sync.id);
  const asked = toRangeInput(form);
  const run = start.data?.run;
  const change = (changed: Partial<RangeForm>) => {
    setForm({ ...form, ...changed });
    // What was seen is of another range.
    preview.reset();
    start.reset();
  };
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title="Replay what arrived"
      description={`Takes records of ${sync.name} from the inbox and sends them again, as a run of its own beside what arrives now.`}
      className="max-w-[720px]"
    >
      {run !== undefined ? (
        <ReplayProgress started={run} onClose={onClose} />
      ) : (
        <div className="mt-4 grid gap-4">
          <RangeFields sync={sync} form={form} onChange={change} />
          <ErrorNotice error={preview.error ?? start.error} />
          {preview.data !== undefined && <RangePreview seen={preview.data} />}
          <div className="sticky -bottom-5 -mx-5 -mb-5 flex flex-wrap justify-end gap-2 border-t border-line bg-surface px-5 py-3.5">
            <Button onClick={onClose}>Cancel</Button>
            <Button
              variant={preview.data === undefined ? "primary" : "secondary"}
              disabled={asked === null}
              isBusy={preview.isPending}
              onClick={() => asked !== null && preview.mutate(endedNow(asked))}
            >
              {preview.isPending ? "Looking …" : "See what it would send"}
            </Button>
            {preview.data !== undefined && preview.data.count !== 0 && (
              <Button
                variant="primary"
                isBusy={start.isPending}
                onClick={() => start.mutate(preview.variables)}
              >
                {preview.data.count === null
                  ? "Replay them"
                  : `Replay ${formatCount(preview.data.count)}`}
              </Button>
            )}
          </div>
        </div>
      )}
    </Dialog>
  );
}
