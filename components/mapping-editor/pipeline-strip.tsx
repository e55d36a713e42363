"use client";
import Link from "next/link";
import { Fragment, useState, type ReactNode } from "react";
import { FilterDialog } from "@/components/filter-builder/filter-dialog";
import { pathsOfCondition } from "@/lib/mapping/paths-read";
import { STAGE_TITLES } from "@/components/pipeline/stage-words";
import type { SyncDefinition } from "@/lib/sync/definition";
import type { Stage } from "@/lib/sync/pipeline-stages";
import { ValidationDialog } from "./validation-dialog";

const stepClasses =
  "h-10 whitespace-nowrap text-ink-2 hover:text-ink inline-flex items-center";

/** To the stage's panel on the sync's page. */
const stageLink = (syncId: string, stage: Stage) => (
  <Link
    key={stage}
    href={`/syncs/${syncId}?stage=${stage}`}
    className={stepClasses}
  >
    {STAGE_TITLES[stage]}
  </Link>
);

/** The whole way of a record; filter and validation are changed from here. */
export function PipelineStrip({
  syncId,
  definition,
  planName,
  onEditing,
  onChange,
}: {
  syncId: string;
  definition: SyncDefinition;
  planName: string | null;
  /** Whether something is being changed in a dialog, and is not in the draft yet. */
  onEditing: (is: boolean) => void;
  onChange: (definition: SyncDefinition) => void;
}) {
  const [open, setOpenDialog] = useState<"filter" | "validation" | null>(null);
  const setOpen = (which: typeof open) => {
    setOpenDialog(which);
    onEditing(which !== null);
  };
  const { source, destination, validation } = definition;
  const close = () => setOpen(null);
  const where = source.where ?? null;
  const steps: ReactNode[] = [
    stageLink(syncId, "source"),
    <button
      key="filter"
      type="button"
      className={stepClasses}
      onClick={() => setOpen("filter")}
    >
      Filter · {where === null ? "none" : pathsOfCondition(where).length}
    </button>,
    stageLink(syncId, "identity"),
    <span
      key="mapping"
      aria-current="step"
      className="inline-flex h-10 items-center font-semibold shadow-[inset_0_-2px_0_var(--ink)]"
    >
      Mapping
    </span>,
    <button
      key="validation"
      type="button"
      className={stepClasses}
      onClick={() => setOpen("validation")}
    >
      Validation · {validation ? `plan ${planName ?? "…"}` : "none"}
    </button>,
    stageLink(syncId, "destination"),
  ];
  return (
    <nav
      aria-label="The way of a record"
      className="mb-5 flex gap-x-5 overflow-x-auto border-b border-line text-sm"
    >
      {steps.map((step, index) => (
        <Fragment key={index}>
          {index > 0 && (
            <span aria-hidden className="leading-10 text-ink-3">
              →
            </span>
          )}
          {step}
        </Fragment>
      ))}
      {open === "filter" && (
        <FilterDialog
          where={where}
          source={source}
          onChange={(next) => {
            onChange({ ...definition, source: { ...source, where: next } });
            close();
          }}
          onClose={close}
        />
      )}
      {open === "validation" && (
        <ValidationDialog
          validation={validation ?? null}
          connectionId={destination.connection}
          onChange={(next) => {
            onChange({ ...definition, validation: next });
            close();
          }}
          onClose={close}
        />
      )}
    </nav>
  );
}
