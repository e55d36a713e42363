"use client";
import { useState } from "react";
import { useMay } from "@/components/shell/session";
import { FilterDialog } from "@/components/filter-builder/filter-dialog";
import { describeCondition } from "@/components/syncs/describe";
import { Button } from "@/components/ui/button";
import { Panel } from "./panel";
import { reasonsOf, type PanelProps } from "./panel-props";

/** Which records are taken. */
export function FilterPanel(props: PanelProps) {
  const { sync, edit } = props;
  const { definition } = sync;
  const { source } = definition;
  const where = source.where ?? null;
  const mayEdit = useMay("editor");
  const [isOpen, setIsOpen] = useState(false);
  return (
    <Panel
      stage="filter"
      reasons={reasonsOf(props, "filter")}
      lead={
        where === null
          ? "Every record is taken."
          : `Only where ${describeCondition(where)}. The others are counted as filtered.`
      }
      actions={
        mayEdit && (
          <Button isBusy={edit.isSaving} onClick={() => setIsOpen(true)}>
            {where === null ? "Add a filter" : "Edit the filter"}
          </Button>
        )
      }
    >
      {isOpen && (
        <FilterDialog
          where={where}
          connectionId={source.connection}
          onChange={(next) =>
            edit.apply({ ...definition, source: { ...source, where: next } })
          }
          onClose={() => setIsOpen(false)}
        />
      )}
    </Panel>
  );
}
