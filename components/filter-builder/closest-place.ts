import type { CollisionDetection } from "@dnd-kit/core";

/** The area in which something that is dragged goes to a place. */
export const CANVAS_ID = "canvas";

type Point = { x: number; y: number };
type Box = { left: number; top: number; width: number; height: number };

/** The place nearest to the pointer, as long as the pointer is on the canvas: places are too thin to be hit. */
export const closestPlace: CollisionDetection = ({
  droppableContainers,
  droppableRects,
  pointerCoordinates: point,
}) => {
  const canvas = droppableRects.get(CANVAS_ID);
  if (point === null || canvas === undefined || distance(point, canvas) > 0)
    return [];
  return droppableContainers
    .filter(({ id }) => id !== CANVAS_ID)
    .flatMap(({ id }) => {
      const rect = droppableRects.get(id);
      return rect === undefined ? [] : [{ id, value: distance(point, rect) }];
    })
    .toSorted((a, b) => a.value - b.value)
    .slice(0, 1)
    .map(({ id, value }) => ({ id, data: { value } }));
};

/** From a point to the nearest edge of a box; 0 within it. */
export function distance({ x, y }: Point, box: Box): number {
  const dx = Math.max(box.left - x, 0, x - box.left - box.width);
  const dy = Math.max(box.top - y, 0, y - box.top - box.height);
  return Math.hypot(dx, dy);
}
