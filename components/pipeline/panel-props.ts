import type { FlowDto } from "@/lib/services/overview/schemas";
import type { PipelineDto, StageReasonDto } from "@/lib/services/run/schemas";
import type { SyncDto } from "@/lib/services/sync/schemas";
import type { TrackingPlanDto } from "@/lib/services/tracking-plan/schemas";
import type { Stage } from "@/lib/sync/pipeline-stages";
import type { Names } from "./stage-words";
import type { DraftEdit } from "./use-draft-edit";

/** What every stage's panel is given. */
export type PanelProps = {
  sync: SyncDto;
  names: Names;
  plan: TrackingPlanDto | null;
  flow: FlowDto | undefined;
  pipeline: PipelineDto | undefined;
  edit: DraftEdit;
};

const NONE: never[] = [];

/** Why records went no further at a stage; none while that is not known. */
export const reasonsOf = (
  { pipeline }: PanelProps,
  stage: Stage,
): readonly StageReasonDto[] =>
  pipeline?.stages.find((one) => one.stage === stage)?.reasons ?? NONE;
