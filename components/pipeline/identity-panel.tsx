"use client";
import { MappingList } from "@/components/syncs/mapping-list";
import { Notice } from "@/components/ui/notice";
import { EditMappingLink } from "./edit-mapping-link";
import { Panel } from "./panel";
import { reasonsOf, type PanelProps } from "./panel-props";
import { isIdentityField, pickFields } from "./pick-fields";

/** Whose a call is. */
export function IdentityPanel(props: PanelProps) {
  const { sync } = props;
  const ids = pickFields(sync.definition.mapping, isIdentityField);
  return (
    <Panel
      stage="identity"
      reasons={reasonsOf(props, "identity")}
      lead="A Heap identity is a userId at Segment. A Heap user_id is a cookie’s number: it becomes an anonymousId, or in an Alias call the previousId, and never a userId."
      actions={<EditMappingLink sync={sync} label="Change the ids" />}
    >
      {Object.keys(ids).length === 0 ? (
        <Notice tone="warn">
          No id is mapped, so Segment would drop every call.
        </Notice>
      ) : (
        <MappingList mapping={ids} />
      )}
    </Panel>
  );
}
