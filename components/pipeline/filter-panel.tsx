"use client";
import { useState } from "react";
import { useMay } from "@/components/shell/session";
import { FilterDialog } from "@/components/mapping-editor/filter-dialog";
import { describeCondition } from "@/components/syncs/describe";
import { Button } from "@/components/ui/button";
import { useCatalogue } from "@/lib/queries/mapping";
import { Panel } from "./panel";
import { reasonsOf, type PanelProps } from "./panel-props";

/** Every event's fields: a filter may ask for others than it takes now. */
const ALL_EVENTS: never[] = [];

/** Which records are taken. */
export function FilterPanel(props: PanelProps) {
  const { sync, edit } = props;
  const { definition } = sync;
  const { source } = definition;
  const where = source.where ?? null;
  const fields = useCatalogue(source.connection, ALL_EVENTS).data?.data ?? [];
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
          paths={fields.map(({ path }) => path)}
          onChange={(next) =>
            edit.apply({ ...definition, source: { ...source, where: next } })
          }
          onClose={() => setIsOpen(false)}
        />
      )}
    </Panel>
  );
}
