"use client";
import { cx } from "class-variance-authority";
import { useId } from "react";
import { Select } from "@/components/ui/field";
import type { OperatorName } from "@/lib/mapping/condition";
import {
  fittingOperators,
  operatorLabel,
} from "@/lib/mapping/fitting-operators";
import { useBuilder } from "./builder-context";
import { describePart } from "./describe-part";
import { replacePart } from "./edit-tree";
import { FieldInput } from "./field-input";
import type { Row } from "./filter-tree";
import { MatchNumber } from "./match-number";
import { withFittingOperator, withOperator, withValue } from "./new-row";
import { PartHandle } from "./part-handle";
import { PartMenu } from "./part-menu";
import { PartProblem } from "./part-problem";
import { ValueInput } from "./value-input";

/** One comparison: field, operator, value, how many records it holds for, and what is wrong with it. */
export function ConditionRow({ row }: { row: Row }) {
  const { root, edit, material, problems, carrying } = useBuilder();
  const noteId = useId();
  const problem = problems.get(row.id);
  const types = material.typesOf(row.path);
  const change = (to: Row, mark?: string) =>
    edit(
      replacePart(root, to),
      mark === undefined ? mark : `${mark} ${row.id}`,
    );
  const control = {
    noteId: problem === undefined ? undefined : noteId,
    isBad: problem?.isUnfinished === false,
  };
  return (
    <div
      role="group"
      aria-label={describePart(row)}
      data-part={row.id}
      className={cx(
        "rounded-control border border-line bg-surface px-1.5 py-1.5",
        carrying.dragged === row.id && "opacity-40",
      )}
    >
      <div className="grid grid-cols-[auto_minmax(0,1fr)_auto] items-start gap-1.5 md:grid-cols-[auto_minmax(0,1.2fr)_auto_minmax(0,1fr)_auto_auto]">
        <PartHandle part={row} />
        <div>
          <FieldInput
            {...control}
            id={row.id}
            value={row.path}
            onChange={(path) => change({ ...row, path }, "path")}
            onSettle={() => {
              const fitting = withFittingOperator(row, types);
              if (fitting !== row) change(fitting, "path");
            }}
          />
        </div>
        <div className="col-span-2 col-start-2 row-start-2 flex gap-1.5 md:contents">
          <div className="grow md:col-start-3 md:row-start-1">
            <OperatorSelect
              op={row.op}
              types={types}
              onChange={(op) => change(withOperator(row, op))}
            />
          </div>
          <div className="md:col-start-5 md:row-start-1">
            <MatchNumber id={row.id} />
          </div>
        </div>
        <div className="col-span-2 col-start-2 row-start-3 md:col-span-1 md:col-start-4 md:row-start-1">
          <ValueInput
            {...control}
            row={row}
            onChange={(value) => change(withValue(row, value), "value")}
          />
        </div>
        <div className="col-start-3 row-start-1 md:col-start-6">
          <PartMenu part={row} />
        </div>
      </div>
      <PartProblem id={noteId} problem={problem} />
    </div>
  );
}

/** The operators that fit the field, and the one that is chosen even if it doesn't. */
function OperatorSelect({
  op,
  types,
  onChange,
}: {
  op: OperatorName;
  types: number;
  onChange: (op: OperatorName) => void;
}) {
  const fitting = fittingOperators(types);
  const offered = fitting.includes(op) ? fitting : [...fitting, op];
  return (
    <Select
      aria-label="Comparison"
      className="md:w-44"
      value={op}
      onChange={({ target }) => {
        const next = offered.find((name) => name === target.value);
        if (next !== undefined) onChange(next);
      }}
    >
      {offered.map((name) => (
        <option key={name} value={name}>
          {operatorLabel(name, types)}
        </option>
      ))}
    </Select>
  );
}
