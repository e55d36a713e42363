"use client";
import { FilterDialog } from "@/components/filter-builder/filter-dialog";
import { describeCondition } from "@/components/syncs/describe";
import { Button } from "@/components/ui/button";
import { Panel } from "./panel";
import { reasonsOf, type PanelProps } from "./panel-props";
import { usePartEdit } from "./use-part-edit";

/** Which records are taken. */
export function FilterPanel(props: PanelProps) {
  const { sync, edit } = props;
  const { source } = sync.definition;
  const where = source.where ?? null;
  const part = usePartEdit(props);
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
        part.mayEdit && (
          <Button onClick={part.open}>
            {where === null ? "Add a filter" : "Edit the filter"}
          </Button>
        )
      }
    >
      {part.opened !== null && (
        <FilterDialog
          where={part.opened.definition.source.where ?? null}
          source={source}
          isSaving={edit.isSaving}
          error={edit.error}
          onChange={(next) =>
            part.save((draft) => ({
              ...draft,
              source: { ...draft.source, where: next },
            }))
          }
          onClose={part.close}
        />
      )}
    </Panel>
  );
}
