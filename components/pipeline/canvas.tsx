"use client";
import "@xyflow/react/dist/base.css";
import { Position, ReactFlow } from "@xyflow/react";
import { STAGES, type Stage } from "@/lib/sync/pipeline-stages";
import type { PipelineDto } from "@/lib/services/run/schemas";
import { CountedEdge, type CountedEdgeType } from "./counted-edge";
import { layOutStages, type StageLayout } from "./lay-out-stages";
import { StageNode, type StageNodeType } from "./stage-node";
import { useWidth } from "./use-width";

const NODE_TYPES = { stage: StageNode };
const EDGE_TYPES = { counted: CountedEdge };

type Props = {
  words: Record<Stage, string>;
  changed: ReadonlySet<Stage>;
  /** Not there until it was read. */
  pipeline: PipelineDto | undefined;
  isMoving: boolean;
  selected: Stage | null;
  onSelect: (stage: Stage) => void;
};

/** The way of a record as a picture: stages, and on each line how many records went over it. */
export function Canvas(props: Props) {
  const { ref, width } = useWidth();
  const layout = layOutStages(width);
  return (
    <div ref={ref} style={{ height: layout.height }}>
      {width > 0 && (
        <ReactFlow<StageNodeType, CountedEdgeType>
          nodes={nodesOf(props, layout)}
          edges={edgesOf(props)}
          nodeTypes={NODE_TYPES}
          edgeTypes={EDGE_TYPES}
          aria-label="The way of a record"
          // All of it is seen at once: nothing to pan or zoom, and the page scrolls over it.
          panOnDrag={false}
          zoomOnScroll={false}
          zoomOnPinch={false}
          zoomOnDoubleClick={false}
          preventScrolling={false}
          nodesDraggable={false}
          nodesConnectable={false}
          nodesFocusable={false}
          edgesFocusable={false}
          elementsSelectable={false}
          disableKeyboardA11y
          className="overflow-visible!"
          proOptions={{ hideAttribution: true }}
        />
      )}
    </div>
  );
}

function nodesOf(
  { words, changed, pipeline, selected, onSelect }: Props,
  { places, nodeWidth, nodeHeight, isDown }: StageLayout,
): StageNodeType[] {
  return STAGES.map((stage, index) => ({
    id: stage,
    type: "stage",
    position: places[index] ?? { x: 0, y: 0 },
    width: nodeWidth,
    height: nodeHeight,
    sourcePosition: isDown ? Position.Bottom : Position.Right,
    targetPosition: isDown ? Position.Top : Position.Left,
    // Without a handler of its own a node would let the pointer through.
    style: { pointerEvents: "all" },
    data: {
      ...{ stage, onSelect },
      words: words[stage],
      isChanged: changed.has(stage),
      isSelected: selected === stage,
      count: pipeline?.stages[index] ?? null,
      ledger: pipeline?.ledger ?? null,
      violations: pipeline?.violations ?? 0,
    },
  }));
}

function edgesOf({ pipeline, isMoving }: Props): CountedEdgeType[] {
  return STAGES.slice(1).map((stage, index) => ({
    id: stage,
    type: "counted",
    source: STAGES[index] ?? stage,
    target: stage,
    data: {
      count: pipeline?.stages[index + 1]?.entered ?? null,
      read: pipeline?.ledger.read ?? 0,
      // Violet at the source, green at the destination.
      towards: (index + 0.5) / (STAGES.length - 1),
      isMoving,
    },
  }));
}
