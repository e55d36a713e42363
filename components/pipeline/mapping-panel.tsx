"use client";
import { formatCount } from "@/components/ledger/outcomes";
import { MappingList } from "@/components/syncs/mapping-list";
import { EditMappingLink } from "./edit-mapping-link";
import { Panel } from "./panel";
import { reasonsOf, type PanelProps } from "./panel-props";
import { isIdentityField, pickFields } from "./pick-fields";

const FIELDS_SHOWN = 12;

/** What the other fields of a call are made from. */
export function MappingPanel(props: PanelProps) {
  const { sync } = props;
  const fields = pickFields(
    sync.definition.mapping,
    (name) => !isIdentityField(name),
  );
  const names = Object.keys(fields);
  const rest = names.length - FIELDS_SHOWN;
  return (
    <Panel
      stage="mapping"
      reasons={reasonsOf(props, "mapping")}
      lead="What each field of the call is made from."
      actions={
        <EditMappingLink sync={sync} label="Edit the mapping" isPrimary />
      }
    >
      <MappingList
        mapping={pickFields(
          fields,
          (name) => names.indexOf(name) < FIELDS_SHOWN,
        )}
      />
      {rest > 0 && (
        <p className="text-sm text-ink-2">and {formatCount(rest)} more</p>
      )}
    </Panel>
  );
}
