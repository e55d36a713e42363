"use client";
import { DropdownMenu } from "radix-ui";
import type { ReactNode } from "react";
import type { ValueType } from "@/lib/mapping/value-type";
import type { JsonObject } from "@/lib/shared/json";
import { newStep, type Chain } from "./chain";
import { fittingSteps } from "./fitting-steps";
import { traceChain } from "./trace";

/** Steps that take what comes out of a chain, each with what it would make of the sample. */
export function StepMenu({
  chain,
  type,
  record,
  trigger,
  onAdd,
}: {
  chain: Chain;
  type: () => ValueType;
  record: JsonObject | null;
  /** A button. */
  trigger: ReactNode;
  onAdd: (fn: string) => void;
}) {
  return (
    <DropdownMenu.Root>
      <DropdownMenu.Trigger asChild>{trigger}</DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content
          aria-label="Add a step"
          sideOffset={4}
          collisionPadding={8}
          className="z-40 max-h-[min(360px,var(--radix-dropdown-menu-content-available-height))] w-72 overflow-y-auto rounded-surface border border-line bg-surface p-1 shadow-float"
        >
          <Items chain={chain} type={type()} record={record} onAdd={onAdd} />
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}

/** Made only while the menu is open: each item runs its step on the sample. */
function Items({
  chain,
  type,
  record,
  onAdd,
}: {
  chain: Chain;
  type: ValueType;
  record: JsonObject | null;
  onAdd: (fn: string) => void;
}) {
  return fittingSteps(type).map(({ title, steps }) => (
    <DropdownMenu.Group key={title}>
      <DropdownMenu.Label className="px-2 pt-2 pb-0.5 text-xs text-ink-3">
        {title}
      </DropdownMenu.Label>
      {steps.map(({ fn, label, doc }) => (
        <DropdownMenu.Item
          key={fn}
          title={doc}
          onSelect={() => onAdd(fn)}
          className="flex items-baseline gap-3 rounded-[5px] px-2 py-1 text-sm outline-none select-none data-highlighted:bg-sunken"
        >
          <span className="whitespace-nowrap">{label}</span>
          <span className="ml-auto truncate font-mono text-xs text-ink-3">
            {outcomeOf(chain, fn, record)}
          </span>
        </DropdownMenu.Item>
      ))}
    </DropdownMenu.Group>
  ));
}

/** What the sample would become; nothing where the step needs more than the value to say. */
function outcomeOf(chain: Chain, fn: string, record: JsonObject | null) {
  if (record === null) return "";
  const longer = { ...chain, steps: [...chain.steps, newStep(fn)] };
  const last = traceChain(longer, record).at(-1);
  return last === undefined || last.isProblem ? "" : last.text;
}
