"use client";
import { useState } from "react";
import { Popover } from "@/components/ui/popover";
import type { JsonObject } from "@/lib/shared/json";
import { stepLabel, type Chain, type Step } from "./chain";
import { OnErrorSelect } from "./on-error-select";
import { StepRow, Value } from "./step-row";
import { traceChain } from "./trace";

/** A step on its line: hovering shows what goes in and comes out, pressing opens it. */
export function StepChip({
  path,
  chain,
  step,
  index,
  record,
  tabIndex,
  className,
  onChange,
}: {
  path: string;
  chain: Chain;
  step: Step;
  index: number;
  record: JsonObject | null;
  tabIndex: number;
  className: string;
  onChange: (steps: Step[]) => void;
}) {
  const [isOpen, setIsOpen] = useState(false);
  const [hint, setHint] = useState("");
  const label = stepLabel(step);
  const { steps } = chain;
  // Only for the chip that is looked at: there may be hundreds.
  const look = () => setHint(inAndOut(chain, index, record));
  return (
    <Popover
      isOpen={isOpen}
      onOpenChange={setIsOpen}
      label={`${label}, step ${index + 1} of ${path}`}
      trigger={
        <button
          type="button"
          tabIndex={tabIndex}
          title={hint}
          aria-label={`${label}, step ${index + 1} of ${path}`}
          className={className}
          onPointerEnter={look}
          onFocus={look}
        >
          {label}
        </button>
      }
    >
      <div className="grid gap-2">
        {record !== null && (
          <Value label="In" traced={traceChain(chain, record)[index]} />
        )}
        <StepRow
          step={step}
          traced={
            record === null ? undefined : traceChain(chain, record)[index + 1]
          }
          onChange={(next) =>
            onChange(steps.map((one, at) => (at === index ? next : one)))
          }
          onRemove={() => {
            setIsOpen(false);
            onChange(steps.filter((_, at) => at !== index));
          }}
        />
        <OnErrorSelect steps={steps} onChange={onChange} />
      </div>
    </Popover>
  );
}

/** `"Pro" → "pro"`, of the sample. */
function inAndOut(
  chain: Chain,
  index: number,
  record: JsonObject | null,
): string {
  if (record === null) return "";
  const traced = traceChain(chain, record);
  return `${traced[index]?.text ?? ""} → ${traced[index + 1]?.text ?? ""}`;
}
