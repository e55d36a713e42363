"use client";
import {
  BaseEdge,
  EdgeLabelRenderer,
  getStraightPath,
  type Edge,
  type EdgeProps,
} from "@xyflow/react";
import { formatCount } from "@/components/ledger/outcomes";

export type CountedEdgeType = Edge<
  {
    /** How many records went over it; null until it is known. */
    count: number | null;
    /** Of so many that were read: sets how thick it is. */
    read: number;
    /** From 0 at the source to 1 at the destination. */
    towards: number;
    isMoving: boolean;
  },
  "counted"
>;

const THICKNESS_PX_MIN = 1.5;
const THICKNESS_PX_MAX = 5;

/** A line between two stages with how many records went over it, as thick as their share. */
export function CountedEdge({
  sourceX,
  sourceY,
  targetX,
  targetY,
  data,
}: EdgeProps<CountedEdgeType>) {
  if (data === undefined) return null;
  const { count, read, towards, isMoving } = data;
  const [path, labelX, labelY] = getStraightPath({
    ...{ sourceX, sourceY, targetX, targetY },
  });
  const share = count === null || read === 0 ? 0 : count / read;
  const stroke = `color-mix(in srgb, var(--segment) ${towards * 100}%, var(--heap))`;
  return (
    <>
      <BaseEdge
        path={path}
        className={isMoving ? "flow-moving" : ""}
        style={{
          stroke,
          strokeWidth:
            THICKNESS_PX_MIN + share * (THICKNESS_PX_MAX - THICKNESS_PX_MIN),
          opacity: count === 0 ? 0.45 : 1,
        }}
      />
      {count !== null && (
        <EdgeLabelRenderer>
          <span
            // The table below the canvas says the same.
            aria-hidden
            className="absolute rounded-full border border-line bg-surface px-1.5 text-[11px] leading-[18px] font-medium text-ink tabular-nums"
            style={{
              transform: `translate(-50%, -50%) translate(${labelX}px, ${labelY}px)`,
            }}
          >
            {formatCount(count)}
          </span>
        </EdgeLabelRenderer>
      )}
    </>
  );
}
