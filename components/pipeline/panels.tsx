"use client";
import Link from "next/link";
import { useState } from "react";
import { formatCount } from "@/components/ledger/outcomes";
import { FilterDialog } from "@/components/mapping-editor/filter-dialog";
import { ValidationDialog } from "@/components/mapping-editor/validation-dialog";
import { describeCondition } from "@/components/syncs/describe";
import { MappingList } from "@/components/syncs/mapping-list";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import { RelativeTime } from "@/components/ui/relative-time";
import { useCatalogue } from "@/lib/queries/mapping";
import { useDrift } from "@/lib/queries/syncs";
import type { Mapping } from "@/lib/mapping/expression";
import type { FlowDto } from "@/lib/services/overview/schemas";
import type { PipelineDto } from "@/lib/services/run/schemas";
import type { SyncDto } from "@/lib/services/sync/schemas";
import type { Stage } from "@/lib/sync/pipeline-stages";
import { Panel } from "./panel";
import { IDENTITY_FIELDS, type Names } from "./stage-words";
import type { DraftEdit } from "./use-draft-edit";

export type PanelProps = {
  sync: SyncDto;
  names: Names;
  flow: FlowDto | undefined;
  pipeline: PipelineDto | undefined;
  edit: DraftEdit;
};

const FIELDS_SHOWN = 12;
const NONE: never[] = [];

const reasonsOf = ({ pipeline }: PanelProps, stage: Stage) =>
  pipeline?.stages.find((one) => one.stage === stage)?.reasons ?? NONE;

function SourcePanel(props: PanelProps) {
  const { sync, names, flow } = props;
  const drift = useDrift(sync.id).data;
  const [came, went] = [drift?.new.length ?? 0, drift?.vanished.length ?? 0];
  return (
    <Panel
      stage="source"
      reasons={reasonsOf(props, "source")}
      lead={
        <>
          Every event that arrives at {names.source}
          {flow?.lastReadAt ? (
            <>
              ; the last was read <RelativeTime at={flow.lastReadAt} />,{" "}
              {formatCount(Math.round(flow.perMinute))} a minute.
            </>
          ) : (
            "; none was read in the last day."
          )}
        </>
      }
      actions={
        <Button asChild>
          <Link href={`/connections?open=${sync.definition.source.connection}`}>
            Open the connection
          </Link>
        </Button>
      }
    >
      {came + went > 0 && (
        <Notice tone="neutral">
          {came} new and {went} vanished fields in its records.
        </Notice>
      )}
    </Panel>
  );
}

function FilterPanel(props: PanelProps) {
  const { sync, edit } = props;
  const { definition } = sync;
  const { source } = definition;
  const where = source.where ?? null;
  const fields = useCatalogue(source.connection, NONE).data?.data ?? NONE;
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
        <Button isBusy={edit.isSaving} onClick={() => setIsOpen(true)}>
          {where === null ? "Add a filter" : "Edit the filter"}
        </Button>
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

function IdentityPanel(props: PanelProps) {
  const { sync } = props;
  const ids = only(sync.definition.mapping, (name) => isIdentity(name));
  return (
    <Panel
      stage="identity"
      reasons={reasonsOf(props, "identity")}
      lead="A Heap identity is a userId at Segment. A Heap user_id is a cookie’s number: it becomes an anonymousId, and never a userId."
      actions={<EditMapping sync={sync} label="Change the ids" />}
    >
      {Object.keys(ids).length === 0 ? (
        <Notice tone="warn">
          Neither userId nor anonymousId is mapped, so Segment would drop every
          call.
        </Notice>
      ) : (
        <MappingList mapping={ids} />
      )}
    </Panel>
  );
}

function MappingPanel(props: PanelProps) {
  const { sync } = props;
  const fields = only(sync.definition.mapping, (name) => !isIdentity(name));
  const names = Object.keys(fields);
  const rest = names.length - FIELDS_SHOWN;
  return (
    <Panel
      stage="mapping"
      reasons={reasonsOf(props, "mapping")}
      lead="What each field of the call is made from."
      actions={<EditMapping sync={sync} label="Edit the mapping" isPrimary />}
    >
      <MappingList
        mapping={only(fields, (name) => names.indexOf(name) < FIELDS_SHOWN)}
      />
      {rest > 0 && (
        <p className="text-sm text-ink-2">and {formatCount(rest)} more</p>
      )}
    </Panel>
  );
}

const ON_VIOLATION = {
  allow: "is sent all the same, and counted",
  omit: "is sent without what violates it",
  block: "is not sent, and becomes a dead letter with the reason",
} as const;

function ValidationPanel(props: PanelProps) {
  const { sync, names, pipeline, edit } = props;
  const { definition } = sync;
  const { validation, destination } = definition;
  const [isOpen, setIsOpen] = useState(false);
  const violations = pipeline?.violations ?? 0;
  return (
    <Panel
      stage="validation"
      reasons={reasonsOf(props, "validation")}
      lead={
        <>
          Segment’s own rules always hold: an id, an event’s name, at most
          32,000 bytes.{" "}
          {validation
            ? `A call that violates the plan “${names.plan ?? validation.trackingPlan}” ${ON_VIOLATION[validation.onViolation]}.`
            : "No tracking plan is held against the calls."}
        </>
      }
      actions={
        <Button isBusy={edit.isSaving} onClick={() => setIsOpen(true)}>
          {validation ? "Change the plan" : "Hold calls to a plan"}
        </Button>
      }
    >
      {violations > 0 && (
        <Notice tone="warn">
          {formatCount(violations)} calls were sent although the plan had
          something against them.
        </Notice>
      )}
      {isOpen && (
        <ValidationDialog
          validation={validation ?? null}
          connectionId={destination.connection}
          onChange={(next) => edit.apply({ ...definition, validation: next })}
          onClose={() => setIsOpen(false)}
        />
      )}
    </Panel>
  );
}

function DestinationPanel(props: PanelProps) {
  const { sync, names, pipeline } = props;
  const { destination, delivery } = sync.definition;
  const { pending = 0 } = pipeline?.ledger ?? {};
  return (
    <Panel
      stage="destination"
      reasons={reasonsOf(props, "destination")}
      lead={`Track calls at ${names.destination}, each tried at most ${delivery.maxAttempts} times${
        delivery.ratePerSecond ? `, ${delivery.ratePerSecond} a second` : ""
      }.`}
      actions={
        <Button asChild>
          <Link href={`/connections?open=${destination.connection}`}>
            Open the connection
          </Link>
        </Button>
      }
    >
      {pending > 0 && (
        <Notice tone="run">
          {formatCount(pending)} records wait for an answer. Nothing of them is
          lost.
        </Notice>
      )}
    </Panel>
  );
}

/** The panel of each stage. */
export const PANELS = {
  source: SourcePanel,
  filter: FilterPanel,
  identity: IdentityPanel,
  mapping: MappingPanel,
  validation: ValidationPanel,
  destination: DestinationPanel,
} as const satisfies Record<Stage, (props: PanelProps) => React.ReactNode>;

const isIdentity = (name: string) =>
  IDENTITY_FIELDS.some((one) => one === name);

const only = (mapping: Mapping, holds: (name: string) => boolean): Mapping =>
  Object.fromEntries(Object.entries(mapping).filter(([name]) => holds(name)));

function EditMapping({
  sync,
  label,
  isPrimary = false,
}: {
  sync: SyncDto;
  label: string;
  isPrimary?: boolean;
}) {
  return (
    <Button asChild variant={isPrimary ? "primary" : "secondary"}>
      <Link href={`/syncs/${sync.id}/mapping`}>{label}</Link>
    </Button>
  );
}
