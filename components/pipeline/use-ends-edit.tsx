"use client";
import { EndsDialog } from "./ends-dialog";
import type { PanelProps } from "./panel-props";
import { usePartEdit } from "./use-part-edit";

/** Changes what is read and what it becomes, as long as nothing was published: then another mapping belongs to it. */
export function useEndsEdit(props: Pick<PanelProps, "sync" | "edit">) {
  const part = usePartEdit(props);
  return {
    mayEdit: part.mayEdit && props.sync.status === "draft",
    open: part.open,
    dialog:
      part.opened === null ? null : (
        <EndsDialog
          definition={part.opened.definition}
          isSaving={props.edit.isSaving}
          error={props.edit.error}
          onChange={part.save}
          onClose={part.close}
        />
      ),
  };
}
