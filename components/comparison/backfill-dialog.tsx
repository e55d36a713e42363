"use client";
import { useState } from "react";
import { localTime, shortRanges } from "@/components/replay/range-form";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { ErrorNotice } from "@/components/ui/error-notice";
import { Field, Input } from "@/components/ui/field";
import type { StartInput } from "@/lib/queries/syncs";
import type { SyncDto } from "@/lib/services/sync/schemas";
import { toRange, type BackfillForm } from "./backfill-form";

/** Sends people again who changed in a range of time. */
export function BackfillDialog({
  sync,
  isStarting,
  error,
  start,
  onClose,
}: {
  sync: SyncDto;
  isStarting: boolean;
  error: Error | null;
  start: (input: StartInput) => void;
  onClose: () => void;
}) {
  const [form, setForm] = useState<BackfillForm>(() => ({
    from: shortRanges(new Date())[1]?.from ?? "",
    to: localTime(new Date()),
  }));
  const range = toRange(form);
  const isBackwards = form.from !== "" && form.to !== "" && range === null;
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title="Backfill a date range"
      description={`${sync.name} sends people again who changed in Heap then, as they are now, under new message ids. Each call counts at Segment again.`}
    >
      <form
        noValidate
        className="mt-4 grid gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          if (range !== null) start({ compare: { mode: "range", ...range } });
        }}
      >
        <div className="flex flex-wrap gap-1.5">
          {shortRanges(new Date()).map(({ label, from }) => (
            <Button
              key={label}
              size="sm"
              aria-pressed={form.from === from}
              onClick={() => setForm({ from, to: localTime(new Date()) })}
            >
              {label}
            </Button>
          ))}
        </div>
        <div className="grid items-start gap-3.5 sm:grid-cols-2">
          <Field label="From" help="By when Heap Connect brought the change.">
            {(control) => (
              <Input
                {...control}
                type="datetime-local"
                value={form.from}
                onChange={({ target }) =>
                  setForm({ ...form, from: target.value })
                }
              />
            )}
          </Field>
          <Field
            label="To"
            error={isBackwards ? "should be after the beginning" : undefined}
          >
            {(control) => (
              <Input
                {...control}
                type="datetime-local"
                value={form.to}
                onChange={({ target }) =>
                  setForm({ ...form, to: target.value })
                }
              />
            )}
          </Field>
        </div>
        <ErrorNotice error={error} />
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>Cancel</Button>
          <Button
            type="submit"
            variant="primary"
            disabled={range === null}
            isBusy={isStarting}
          >
            Start the backfill
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
