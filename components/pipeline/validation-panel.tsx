"use client";
import Link from "next/link";
import { useState } from "react";
import { formatCount } from "@/components/ledger/outcomes";
import { ValidationDialog } from "@/components/mapping-editor/validation-dialog";
import { useMay } from "@/components/shell/session";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import { Panel } from "./panel";
import { reasonsOf, type PanelProps } from "./panel-props";

const ON_VIOLATION = {
  allow: "is sent all the same, and counted",
  omit: "is sent without what violates it",
  block: "is not sent, and becomes a dead letter with the reason",
} as const;

/** What calls are held to before they are sent. */
export function ValidationPanel(props: PanelProps) {
  const { sync, names, plan, pipeline, edit } = props;
  const { definition } = sync;
  const { validation, destination } = definition;
  const mayEdit = useMay("editor");
  const [isOpen, setIsOpen] = useState(false);
  const violations = pipeline?.violations ?? 0;
  return (
    <Panel
      stage="validation"
      reasons={reasonsOf(props, "validation")}
      lead={
        <>
          Segment’s own rules always hold: an id, an event’s name, at most
          32,000 bytes.{" "}
          {validation
            ? `A call that violates the plan “${names.plan ?? validation.trackingPlan}” ${ON_VIOLATION[validation.onViolation]}.`
            : "No tracking plan is held against the calls."}
        </>
      }
      actions={
        <>
          {plan !== null && (
            <Button asChild>
              <Link href={`/tracking-plans/${plan.id}`}>Open the plan</Link>
            </Button>
          )}
          {mayEdit && (
            <Button isBusy={edit.isSaving} onClick={() => setIsOpen(true)}>
              {validation ? "Change the plan" : "Hold calls to a plan"}
            </Button>
          )}
        </>
      }
    >
      {violations > 0 && (
        <Notice tone="warn">
          {formatCount(violations)} calls were sent although the plan had
          something against them.
        </Notice>
      )}
      {isOpen && (
        <ValidationDialog
          validation={validation ?? null}
          connectionId={destination.connection}
          onChange={(next) => edit.apply({ ...definition, validation: next })}
          onClose={() => setIsOpen(false)}
        />
      )}
    </Panel>
  );
}
