"use client";
import Link from "next/link";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { ErrorNotice } from "@/components/ui/error-notice";
import { Field, Select } from "@/components/ui/field";
import { Notice } from "@/components/ui/notice";
import { useCreatePlan, usePlanChoices } from "@/lib/queries/tracking-plans";
import type { SyncDefinition } from "@/lib/sync/definition";

type Validation = NonNullable<SyncDefinition["validation"]>;

const ON_VIOLATION = {
  block: "Block the record: a dead letter with the reason",
  omit: "Leave out the properties that violate it",
  allow: "Send it all the same, and count",
} as const satisfies Record<Validation["onViolation"], string>;

/** Which tracking plan calls are held to, and what happens to those that violate it. */
export function ValidationDialog({
  validation,
  connectionId,
  isSaving = false,
  error = null,
  onChange,
  onClose,
}: {
  validation: Validation | null;
  connectionId: string;
  isSaving?: boolean;
  /** Why it could not be saved: what was chosen stays. */
  error?: Error | null;
  /** Whoever opened the dialog closes it. */
  onChange: (validation: Validation | null) => void;
  onClose: () => void;
}) {
  const [plan, setPlan] = useState(validation?.trackingPlan ?? "");
  const [onViolation, setOnViolation] = useState(
    validation?.onViolation ?? "block",
  );
  const { plans, problem, isReady } = usePlanChoices(connectionId);
  const fetchPlan = useCreatePlan();
  const take = () =>
    onChange(plan === "" ? null : { trackingPlan: plan, onViolation });
  const choose = () => {
    const chosen = plans.find(({ value }) => value === plan);
    if (chosen === undefined || chosen.isHere) take();
    else
      fetchPlan.mutate(
        { connection: connectionId, vendorId: plan },
        { onSuccess: take },
      );
  };
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title="Validation"
      description="Each call is checked against the plan before it is sent."
    >
      <div className="mt-4 grid gap-3.5">
        <Field label="Tracking plan">
          {(control) => (
            <Select
              {...control}
              value={plan}
              onChange={({ target }) => setPlan(target.value)}
            >
              <option value="">None</option>
              {plan !== "" && !plans.some(({ value }) => value === plan) && (
                <option value={plan}>{plan}</option>
              )}
              {plans.map(({ value, label }) => (
                <option key={value} value={value}>
                  {label}
                </option>
              ))}
            </Select>
          )}
        </Field>
        {problem !== null && <Notice tone="neutral">{problem}</Notice>}
        {isReady && plans.length === 0 && (
          <p className="text-sm text-ink-2">
            There is no plan here yet.{" "}
            <Link href="/tracking-plans?add=upload" className="underline">
              Add a tracking plan
            </Link>
          </p>
        )}
        {plan !== "" && (
          <Field label="When a call violates it">
            {(control) => (
              <Select
                {...control}
                value={onViolation}
                onChange={({ target }) =>
                  setOnViolation(target.value as Validation["onViolation"])
                }
              >
                {Object.entries(ON_VIOLATION).map(([value, label]) => (
                  <option key={value} value={value}>
                    {label}
                  </option>
                ))}
              </Select>
            )}
          </Field>
        )}
        <ErrorNotice error={fetchPlan.error ?? error} />
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>Cancel</Button>
          <Button
            variant="primary"
            isBusy={fetchPlan.isPending || isSaving}
            onClick={choose}
          >
            Use this
          </Button>
        </div>
      </div>
    </Dialog>
  );
}
