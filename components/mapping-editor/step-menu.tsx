"use client";
import type { ReactNode } from "react";
import { Menu, MenuGroup, MenuItem } from "@/components/ui/menu";
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
    <Menu
      trigger={trigger}
      aria-label="Add a step"
      className="max-h-[min(360px,var(--radix-dropdown-menu-content-available-height))] w-72 overflow-y-auto"
    >
      <Items chain={chain} type={type} record={record} onAdd={onAdd} />
    </Menu>
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
  type: () => ValueType;
  record: JsonObject | null;
  onAdd: (fn: string) => void;
}) {
  return fittingSteps(type()).map(({ title, steps }) => (
    <MenuGroup key={title} title={title}>
      {steps.map(({ fn, label, doc }) => (
        <MenuItem
          key={fn}
          title={doc}
          onSelect={() => onAdd(fn)}
          className="items-baseline"
        >
          <span className="whitespace-nowrap">{label}</span>
          <span className="ml-auto truncate font-mono text-xs text-ink-3">
            {outcomeOf(chain, fn, record)}
          </span>
        </MenuItem>
      ))}
    </MenuGroup>
  ));
}

/** What the sample would become; nothing where the step needs more than the value to say. */
function outcomeOf(chain: Chain, fn: string, record: JsonObject | null) {
  if (record === null) return "";
  const longer = { ...chain, steps: [...chain.steps, newStep(fn)] };
  const last = traceChain(longer, record).at(-1);
  return last === undefined || last.isProblem ? "" : last.text;
}
