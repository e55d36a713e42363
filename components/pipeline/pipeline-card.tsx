"use client";
import { useSearchParams } from "next/navigation";
import { useMemo, useRef } from "react";
import { formatCount } from "@/components/ledger/outcomes";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { ErrorNotice } from "@/components/ui/error-notice";
import { useVersions } from "@/lib/queries/mapping";
import { usePipeline } from "@/lib/queries/syncs";
import { useNamedPlan } from "@/lib/queries/tracking-plans";
import type { FlowDto } from "@/lib/services/overview/schemas";
import type { PipelineDto } from "@/lib/services/run/schemas";
import type { SyncDto } from "@/lib/services/sync/schemas";
import { STAGES, type Stage } from "@/lib/sync/pipeline-stages";
import { Canvas } from "./canvas";
import { PANELS } from "./panels";
import {
  changedStages,
  LEFT_WORDS,
  STAGE_TITLES,
  stageWords,
} from "./stage-words";
import { useDraftEdit } from "./use-draft-edit";

const NEAREST: ScrollIntoViewOptions = { block: "nearest" };
const UNCHANGED: ReadonlySet<Stage> = new Set();

/** The whole way of a record through a sync, with live counts; each stage opens its panel below. */
export function PipelineCard({
  sync,
  flow,
  ends,
}: {
  sync: SyncDto;
  flow: FlowDto | undefined;
  /** What the connections are called. */
  ends: { source: string; destination: string };
}) {
  const { definition } = sync;
  const { data: pipeline, error } = usePipeline(sync.id);
  const plan = useNamedPlan(definition.validation?.trackingPlan ?? null);
  const edit = useDraftEdit(sync.id);
  // What was published meanwhile is no matter of the draft any more.
  const undo = sync.draft.isPublished ? null : edit.undo;
  const changed = useChangedStages(sync);
  const [selected, select] = useSelectedStage(sync.id);
  const wasPressed = useRef(false);
  const names = { ...ends, plan: plan?.name ?? null };
  const SelectedPanel = selected === null ? null : PANELS[selected];
  return (
    <Card
      title="Pipeline"
      aside={
        <span className="text-sm text-ink-3">
          {changed.size > 0 && "With the draft’s changes · "}
          counts of the last {pipeline?.hours ?? 24} hours
        </span>
      }
    >
      <ErrorNotice error={error} className="m-4 mb-0" />
      <div className="p-4">
        <Canvas
          words={stageWords(definition, names)}
          pipeline={pipeline}
          isMoving={(flow?.perMinute ?? 0) > 0}
          changed={changed}
          selected={selected}
          onSelect={(stage) => {
            wasPressed.current = true;
            select(stage);
          }}
        />
        {pipeline !== undefined && <CountTable pipeline={pipeline} />}
      </div>
      {(edit.error !== null || undo !== null) && (
        <div className="flex flex-wrap items-center gap-3 px-4 pb-3 text-sm">
          <ErrorNotice error={edit.error} />
          {undo !== null && (
            <>
              <span role="status" className="text-ink-2">
                Saved in the draft. It runs once it is published.
              </span>
              <Button size="sm" isBusy={edit.isSaving} onClick={undo}>
                Undo
              </Button>
            </>
          )}
        </div>
      )}
      {SelectedPanel !== null && (
        <div
          key={selected}
          // Below a tall canvas it would open unseen; a page that is just opened stays where it is.
          ref={(element) => {
            if (wasPressed.current) element?.scrollIntoView(NEAREST);
            wasPressed.current = false;
          }}
          className="border-t border-line"
        >
          <SelectedPanel {...{ sync, names, plan, flow, pipeline, edit }} />
        </div>
      )}
    </Card>
  );
}

/** The stages at which the draft differs from the version that runs. */
function useChangedStages(sync: SyncDto): ReadonlySet<Stage> {
  const running = useVersions(sync.id, sync.version).data?.[0]?.definition;
  const { definition, draft } = sync;
  return useMemo(
    () =>
      running === undefined || draft.isPublished
        ? UNCHANGED
        : changedStages(definition, running),
    [running, definition, draft.isPublished],
  );
}

/** Kept in the address, so that a stage can be linked to. */
function useSelectedStage(syncId: string) {
  const given = useSearchParams().get("stage");
  const selected = STAGES.find((stage) => stage === given) ?? null;
  // No page is fetched for it: the panel opens at once.
  const select = (stage: Stage) =>
    window.history.replaceState(
      null,
      "",
      stage === selected
        ? `/syncs/${syncId}`
        : `/syncs/${syncId}?stage=${stage}`,
    );
  return [selected, select] as const;
}

/** The picture's numbers for those who don't see it. */
function CountTable({ pipeline }: { pipeline: PipelineDto }) {
  return (
    <table className="sr-only">
      <caption>Records of the last {pipeline.hours} hours by stage</caption>
      <thead>
        <tr>
          <th scope="col">Stage</th>
          <th scope="col">Came</th>
          <th scope="col">Went no further</th>
        </tr>
      </thead>
      <tbody>
        {pipeline.stages.map(({ stage, entered, left }) => (
          <tr key={stage}>
            <th scope="row">{STAGE_TITLES[stage]}</th>
            <td>{formatCount(entered)}</td>
            <td>
              {formatCount(left)} {LEFT_WORDS[stage]}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
