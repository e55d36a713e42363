"use client";
import { useState } from "react";
import { FilterDialog } from "@/components/filter-builder/filter-dialog";
import { describeCondition } from "@/components/syncs/describe";
import { Button } from "@/components/ui/button";
import { propertyKeys } from "@/lib/traits/property-path";
import type { PartProps } from "./part-props";

const isOffered = (path: string) => propertyKeys(path) !== null;

/** Conditions on the events' properties, built as filters are. */
export function WherePicker({
  connectionId,
  draft: { where },
  problemOf,
  onChange,
}: PartProps) {
  const [isOpen, setIsOpen] = useState(false);
  const problem = problemOf("where");
  return (
    <div className="grid gap-1.5">
      <span className="text-sm font-medium">Only events that match</span>
      <p className="text-sm [overflow-wrap:anywhere] text-ink-2">
        {where === null ? "All of them count." : describeCondition(where)}
      </p>
      {problem !== undefined && (
        <p role="alert" className="text-xs text-bad">
          {problem}
        </p>
      )}
      <div className="flex gap-2">
        <Button size="sm" onClick={() => setIsOpen(true)}>
          {where === null ? "Add conditions" : "Change conditions"}
        </Button>
        {where !== null && (
          <Button
            size="sm"
            variant="ghost"
            onClick={() => onChange({ where: null })}
          >
            Take all
          </Button>
        )}
      </div>
      {isOpen && (
        <FilterDialog
          title="Which events count"
          description="Conditions on what the events say: on their properties."
          action="Use these conditions"
          where={where}
          source={{ connection: connectionId, stream: "events" }}
          isOffered={isOffered}
          onChange={(next) => {
            onChange({ where: next });
            setIsOpen(false);
          }}
          onClose={() => setIsOpen(false)}
        />
      )}
    </div>
  );
}
