import { findPart, insertAt, placeOf, removePart } from "./edit-tree";
import { isGroup, partsOf, type Group, type Place } from "./filter-tree";

export type Direction = "up" | "down" | "out";

/** The tree with a part at another place; a group can't be put into itself. */
export function movePart(root: Group, id: number, to: Place): Group {
  const part = findPart(root, id);
  const from = placeOf(root, id);
  if (part === null || from === null || isInside(root, id, to.group))
    return root;
  const isFurtherDown = from.group === to.group && from.index < to.index;
  const index = isFurtherDown ? to.index - 1 : to.index;
  if (from.group === to.group && from.index === index) return root;
  return insertAt(removePart(root, id), { ...to, index }, part);
}

/** Whether a group is a part itself, or somewhere in it. */
export function isInside(root: Group, id: number, groupId: number): boolean {
  const part = findPart(root, id);
  return part !== null && partsOf(part).some((one) => one.id === groupId);
}

/**
 * One step: up or down past what stands there, into a group that comes, and
 * out of the group at its ends; or out of the group at once. At the tree's
 * own ends it stays.
 */
export function stepPart(root: Group, id: number, direction: Direction): Group {
  const to = stepOf(root, id, direction);
  return to === null ? root : movePart(root, id, to);
}

function stepOf(root: Group, id: number, direction: Direction): Place | null {
  const place = placeOf(root, id);
  const group = place === null ? null : findPart(root, place.group);
  if (place === null || group === null || !isGroup(group)) return null;
  const around = placeOf(root, group.id);
  const isUp = direction === "up";
  const sibling = group.parts[place.index + (isUp ? -1 : 1)];
  if (direction === "out" || sibling === undefined)
    return around === null
      ? null
      : { ...around, index: around.index + (isUp ? 0 : 1) };
  if (isGroup(sibling))
    return { group: sibling.id, index: isUp ? sibling.parts.length : 0 };
  return { ...place, index: place.index + (isUp ? -1 : 2) };
}
