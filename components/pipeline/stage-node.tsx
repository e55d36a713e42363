"use client";
import { Handle, type Node, type NodeProps } from "@xyflow/react";
import { cx } from "class-variance-authority";
import { formatCount } from "@/components/ledger/outcomes";
import { Tag } from "@/components/ui/tag";
import type { PipelineDto } from "@/lib/services/run/schemas";
import type { Stage } from "@/lib/sync/pipeline-stages";
import { LEFT_WORDS, STAGE_TITLES } from "./stage-words";

export type StageNodeType = Node<
  {
    stage: Stage;
    words: string;
    isChanged: boolean;
    isSelected: boolean;
    count: PipelineDto["stages"][number] | null;
    ledger: PipelineDto["ledger"] | null;
    violations: number;
    onSelect: (stage: Stage) => void;
  },
  "stage"
>;

/** Where a line ends: a point, since nobody draws lines here. */
const HANDLE = "invisible size-px! min-h-0! min-w-0!";

const LEFT_TONES = {
  source: "text-ink-3",
  filter: "text-ink-2",
  identity: "text-warn",
  mapping: "text-warn",
  validation: "text-warn",
  destination: "text-bad",
} as const satisfies Record<Stage, string>;

/** One stage: what it does, and how many records went no further. Opens its panel. */
export function StageNode({
  data,
  sourcePosition,
  targetPosition,
}: NodeProps<StageNodeType>) {
  const { stage, words, isChanged, isSelected, onSelect } = data;
  return (
    <>
      {stage !== "source" && targetPosition !== undefined && (
        <Handle type="target" position={targetPosition} className={HANDLE} />
      )}
      <button
        type="button"
        aria-pressed={isSelected}
        onClick={() => onSelect(stage)}
        className={cx(
          "flex h-full w-full flex-col rounded-surface border bg-surface px-3 py-2.5 text-left hover:border-ink-3",
          borderOf(stage),
          isSelected && "ring-2 ring-ink/70",
        )}
      >
        <span className="flex w-full items-center gap-1.5 text-sm font-semibold">
          {STAGE_TITLES[stage]}
          {isChanged && (
            <Tag tone="run" className="ml-auto">
              draft
            </Tag>
          )}
        </span>
        <span className="line-clamp-2 text-xs [overflow-wrap:anywhere] text-ink-2">
          {words}
        </span>
        <Left {...data} />
      </button>
      {stage !== "destination" && sourcePosition !== undefined && (
        <Handle type="source" position={sourcePosition} className={HANDLE} />
      )}
    </>
  );
}

function borderOf(stage: Stage): string {
  if (stage === "source") return "border-heap/70";
  return stage === "destination" ? "border-segment/70" : "border-line-strong";
}

/** What became of the records here: what arrived at the end, else what left. */
function Left({ stage, count, ledger, violations }: StageNodeType["data"]) {
  if (count === null || ledger === null) return null;
  const { left } = count;
  return (
    <span className="mt-auto flex flex-wrap gap-x-2 text-xs tabular-nums">
      {stage === "source" && (
        <span className="text-ink-3">{formatCount(ledger.read)} read</span>
      )}
      {stage === "destination" && (
        <span className="text-ok">
          {formatCount(ledger.delivered)} delivered
        </span>
      )}
      {stage === "destination" && ledger.pending > 0 && (
        <span className="text-run">{formatCount(ledger.pending)} pending</span>
      )}
      {left > 0 && (
        <span className={LEFT_TONES[stage]}>
          {formatCount(left)} {LEFT_WORDS[stage]}
        </span>
      )}
      {stage === "validation" && violations > 0 && (
        <span className="text-warn">{formatCount(violations)} let go</span>
      )}
    </span>
  );
}
