"use client";
import Link from "next/link";
import { formatCount } from "@/components/ledger/outcomes";
import { ValidationDialog } from "@/components/mapping-editor/validation-dialog";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import { ACTIONS } from "@/lib/sync/actions/registry";
import { isPlanned } from "@/lib/sync/plan/rule-for";
import { Panel } from "./panel";
import { reasonsOf, type PanelProps } from "./panel-props";
import { usePartEdit } from "./use-part-edit";

const ON_VIOLATION = {
  allow: "is sent all the same, and counted",
  omit: "is sent without what violates it",
  block: "is not sent, and becomes a dead letter with the reason",
} as const;

/** What calls are held to before they are sent. */
export function ValidationPanel(props: PanelProps) {
  const { sync, names, plan, pipeline, edit } = props;
  const { validation, destination } = sync.definition;
  const { call, title } = ACTIONS[destination.action];
  const part = usePartEdit(props);
  const planWords = !isPlanned(call)
    ? `Tracking plans say nothing about ${title} calls.`
    : validation
      ? `A call that violates the plan “${names.plan ?? validation.trackingPlan}” ${ON_VIOLATION[validation.onViolation]}.`
      : "No tracking plan is held against the calls.";
  const violations = pipeline?.violations ?? 0;
  return (
    <Panel
      stage="validation"
      reasons={reasonsOf(props, "validation")}
      lead={
        <>
          Segment’s own rules always hold:{" "}
          {call === "track" ? "an id, an event’s name" : "ids and types"}, at
          most 32,000 bytes. {planWords}
        </>
      }
      actions={
        <>
          {plan !== null && (
            <Button asChild>
              <Link href={`/tracking-plans/${plan.id}`}>Open the plan</Link>
            </Button>
          )}
          {part.mayEdit && (validation || isPlanned(call)) && (
            <Button onClick={part.open}>
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
      {part.opened !== null && (
        <ValidationDialog
          validation={part.opened.definition.validation ?? null}
          connectionId={destination.connection}
          isSaving={edit.isSaving}
          error={edit.error}
          onChange={(next) =>
            part.save((draft) => ({ ...draft, validation: next }))
          }
          onClose={part.close}
        />
      )}
    </Panel>
  );
}
