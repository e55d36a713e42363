"use client";
import { WhenDialog } from "@/components/schedule/when-dialog";
import type { PanelProps } from "./panel-props";
import { usePartEdit } from "./use-part-edit";

/** Changes when a sync runs, in its draft. */
export function useWhenEdit(props: Pick<PanelProps, "sync" | "edit">) {
  const part = usePartEdit(props);
  return {
    mayEdit: part.mayEdit,
    open: part.open,
    dialog:
      part.opened === null ? null : (
        <WhenDialog
          definition={part.opened.definition}
          isSaving={props.edit.isSaving}
          error={props.edit.error}
          onChange={part.save}
          onClose={part.close}
        />
      ),
  };
}
