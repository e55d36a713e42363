"use client";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { ErrorNotice } from "@/components/ui/error-notice";
import { Field, Input, Select } from "@/components/ui/field";
import { DeliverySchema, type SyncDefinition } from "@/lib/sync/definition";

type Delivery = SyncDefinition["delivery"];

const ORDERS = {
  person: "Keep each person’s: what comes later waits",
  none: "Keep none: what comes later may overtake",
} as const satisfies Record<Delivery["order"], string>;

/** How calls are sent: how fast, how often each is tried, and in what order. */
export function DeliveryDialog({
  delivery,
  isSaving,
  error,
  onChange,
  onClose,
}: {
  delivery: Delivery;
  isSaving: boolean;
  /** Why it could not be saved: what was entered stays. */
  error: Error | null;
  /** Whoever opened the dialog closes it. */
  onChange: (delivery: Delivery) => void;
  onClose: () => void;
}) {
  const [rate, setRate] = useState(String(delivery.ratePerSecond ?? ""));
  const [tries, setTries] = useState(String(delivery.maxAttempts));
  const [order, setOrder] = useState(delivery.order);
  const [problems, setProblems] = useState<ReadonlySet<PropertyKey>>(new Set());
  const take = () => {
    const entered = DeliverySchema.safeParse({
      maxAttempts: numberOf(tries),
      ratePerSecond: rate.trim() === "" ? null : numberOf(rate),
      order,
    });
    if (entered.success) onChange(entered.data);
    else setProblems(new Set(entered.error.issues.flatMap(({ path }) => path)));
  };
  return (
    <Dialog isOpen onClose={onClose} title="Delivery">
      <form
        noValidate
        className="mt-4 grid gap-3.5"
        onSubmit={(event) => {
          event.preventDefault();
          take();
        }}
      >
        <Field
          label="Calls a second"
          optional
          help="At most. Empty: as many as the destination takes."
          error={
            problems.has("ratePerSecond")
              ? "should be a number above 0, or empty"
              : undefined
          }
        >
          {(control) => (
            <Input
              {...control}
              inputMode="decimal"
              value={rate}
              onChange={({ target }) => setRate(target.value)}
            />
          )}
        </Field>
        <Field
          label="Tries"
          help="Of a record that fails alone while the destination takes others. After these it is a dead letter."
          error={
            problems.has("maxAttempts")
              ? "should be a whole number from 1 to 100"
              : undefined
          }
        >
          {(control) => (
            <Input
              {...control}
              inputMode="numeric"
              value={tries}
              onChange={({ target }) => setTries(target.value)}
            />
          )}
        </Field>
        <Field label="Order">
          {(control) => (
            <Select
              {...control}
              value={order}
              onChange={({ target }) =>
                setOrder(target.value as Delivery["order"])
              }
            >
              {Object.entries(ORDERS).map(([value, label]) => (
                <option key={value} value={value}>
                  {label}
                </option>
              ))}
            </Select>
          )}
        </Field>
        <ErrorNotice error={error} />
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" variant="primary" isBusy={isSaving}>
            Use this
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

/** Text that is none, and an empty one, are no number. */
const numberOf = (text: string) =>
  text.trim() === "" ? Number.NaN : Number(text);
