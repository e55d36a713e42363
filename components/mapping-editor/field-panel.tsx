"use client";
import { useEffect, useRef } from "react";
import { Button } from "@/components/ui/button";
import { Tag } from "@/components/ui/tag";
import type { Expression } from "@/lib/mapping/expression";
import type { ValueType } from "@/lib/mapping/value-type";
import type { JsonObject } from "@/lib/shared/json";
import type { SourceStream } from "@/lib/sync/definition";
import { toChain, toExpression } from "./chain";
import { BaseEditor } from "./base-editor";
import { OnErrorSelect } from "./on-error-select";
import { StepList } from "./step-list";
import type { TargetRow } from "./target-rows";
import { traceChain } from "./trace";

type Props = {
  row: TargetRow;
  paths: readonly string[];
  /** The source's connection. */
  source: SourceStream;
  record: JsonObject | null;
  /** What an expression may give, by the fields that were seen. */
  typeOf: (expression: Expression) => ValueType;
  onChange: (expression: Expression) => void;
  onRemove: () => void;
  onClose: () => void;
};

/** How one field of the call is made: what it begins with, the steps after that, and what happens when they fail. */
export function FieldPanel({
  row,
  paths,
  source,
  record,
  typeOf,
  onChange,
  onRemove,
  onClose,
}: Props) {
  const ref = useRef<HTMLElement>(null);
  // Below a long table it would open unseen.
  useEffect(() => {
    ref.current?.scrollIntoView({ block: "nearest" });
  }, [row.path]);
  const chain = toChain(row.expression ?? { path: "" });
  const traced = record === null ? [] : traceChain(chain, record);
  return (
    <section
      ref={ref}
      aria-label={`How ${row.path} is made`}
      className="grid gap-3 border-b border-line p-4"
    >
      <header className="flex items-start gap-2">
        <div className="min-w-0 grow">
          <h2 className="text-base font-semibold [overflow-wrap:anywhere]">
            {row.path}
          </h2>
          {row.description !== "" && (
            <p className="text-xs text-ink-2">{row.description}</p>
          )}
        </div>
        {row.presence === "required" && <Tag>required</Tag>}
        <Button size="sm" variant="ghost" onClick={onClose}>
          Done
        </Button>
      </header>
      <BaseEditor
        key={row.path}
        base={row.expression === null ? null : chain.base}
        paths={paths}
        source={source}
        onChange={(base) => onChange(toExpression({ ...chain, base }))}
      />
      {row.expression !== null && (
        <>
          <StepList
            steps={chain.steps}
            type={typeOf(row.expression)}
            traced={traced}
            onChange={(steps) => onChange(toExpression({ ...chain, steps }))}
          />
          {chain.steps.length > 0 && (
            <OnErrorSelect
              steps={chain.steps}
              onChange={(steps) => onChange(toExpression({ ...chain, steps }))}
            />
          )}
          <div>
            <Button size="sm" variant="ghost" onClick={onRemove}>
              Remove this mapping
            </Button>
          </div>
        </>
      )}
    </section>
  );
}
