"use client";
import { cx } from "class-variance-authority";
import { memo } from "react";
import type { Expression } from "@/lib/mapping/expression";
import type { ValueType } from "@/lib/mapping/value-type";
import type { JsonObject } from "@/lib/shared/json";
import { baseLabel, newStep, toChain, toExpression, type Step } from "./chain";
import { StepChip } from "./step-chip";
import { StepMenu } from "./step-menu";

/** More are named by their number; the field's panel shows all. */
const STEPS_SHOWN = 2;

export type ChipActions = {
  /** What an expression may give, by the fields that were seen. */
  typeOf: (expression: Expression, path: string) => ValueType;
  onChange: (path: string, expression: Expression) => void;
  onSelect: (path: string) => void;
};

type Props = ChipActions & {
  path: string;
  expression: Expression;
  /** The middle, from the top of the lines. */
  topPx: number;
  isBad: boolean;
  isSelected: boolean;
  record: JsonObject | null;
};

const part =
  "h-full max-w-[92px] truncate border-line px-1.5 not-first:border-l first:pl-2 hover:text-ink";

/** What happens to a field on its line: a chip for each step, and one more to add. */
export const LineChips = memo(function LineChips({
  path,
  expression,
  topPx,
  isBad,
  isSelected,
  record,
  typeOf,
  onChange,
  onSelect,
}: Props) {
  const chain = toChain(expression);
  const base = baseLabel(chain.base);
  const { steps } = chain;
  const more = steps.length - STEPS_SHOWN;
  const isBare = base === null && steps.length === 0;
  const setSteps = (next: Step[]) =>
    onChange(path, toExpression({ ...chain, steps: next }));
  // By key the field itself is gone to; its chips are a stop while it is selected.
  const tabIndex = isSelected ? 0 : -1;
  return (
    <div
      role="group"
      aria-label={`Steps of ${path}`}
      style={{ top: topPx - 11 }}
      className={cx(
        "group absolute left-1/2 z-10 flex h-[22px] -translate-x-1/2 items-center rounded-full border bg-surface text-[11px] whitespace-nowrap",
        isBad ? "border-bad text-bad" : "border-line-strong text-ink-2",
        isBare &&
          !isSelected &&
          "opacity-0 focus-within:opacity-100 hover:opacity-100 has-data-[state=open]:opacity-100",
      )}
    >
      {base !== null && (
        <button
          type="button"
          tabIndex={tabIndex}
          className={part}
          onClick={() => onSelect(path)}
        >
          {base}
        </button>
      )}
      {steps.slice(0, STEPS_SHOWN).map((step, index) => (
        <StepChip
          key={index}
          {...{ path, chain, step, index, record, tabIndex }}
          className={part}
          onChange={setSteps}
        />
      ))}
      {more > 0 && (
        <button
          type="button"
          tabIndex={tabIndex}
          aria-label={`${more} more steps of ${path}`}
          className={part}
          onClick={() => onSelect(path)}
        >
          +{more}
        </button>
      )}
      <StepMenu
        chain={chain}
        type={() => typeOf(expression, path)}
        record={record}
        onAdd={(fn) => setSteps([...steps, newStep(fn)])}
        trigger={
          <button
            type="button"
            tabIndex={tabIndex}
            aria-label={`Add a step to ${path}`}
            className={cx(
              "h-full min-w-5 border-line px-1 text-ink-3 not-first:border-l hover:text-ink data-[state=open]:text-ink",
              !isBare &&
                !isSelected &&
                "hidden group-focus-within:block group-hover:block data-[state=open]:block",
            )}
          >
            +
          </button>
        }
      />
    </div>
  );
});
