import { STAGES } from "@/lib/sync/pipeline-stages";

const NODE_HEIGHT_PX = { across: 104, down: 84 };
const NODE_WIDTH_PX_MIN = 128;
const NODE_WIDTH_PX_MAX = 168;
/** Room for a line with its count between two stages. */
const GAP_PX = { across: 56, down: 40 };

export type StageLayout = {
  isDown: boolean;
  nodeWidth: number;
  nodeHeight: number;
  height: number;
  places: { x: number; y: number }[];
};

/**
 * Where the stages stand on a canvas of this width: side by side, or one below
 * the other where they would not fit. In pixels.
 */
export function layOutStages(width: number): StageLayout {
  const count = STAGES.length;
  const room = (width - (count - 1) * GAP_PX.across) / count;
  if (room < NODE_WIDTH_PX_MIN) return layOutDown(width);
  const nodeWidth = Math.min(NODE_WIDTH_PX_MAX, Math.floor(room));
  const step = (width - nodeWidth) / (count - 1);
  return {
    ...{ isDown: false, nodeWidth, nodeHeight: NODE_HEIGHT_PX.across },
    height: NODE_HEIGHT_PX.across,
    places: STAGES.map((_, index) => ({ x: index * step, y: 0 })),
  };
}

function layOutDown(width: number): StageLayout {
  const step = NODE_HEIGHT_PX.down + GAP_PX.down;
  return {
    ...{ isDown: true, nodeWidth: width, nodeHeight: NODE_HEIGHT_PX.down },
    height: STAGES.length * step - GAP_PX.down,
    places: STAGES.map((_, index) => ({ x: 0, y: index * step })),
  };
}
