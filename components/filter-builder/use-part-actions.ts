"use client";
import { useBuilder } from "./builder-context";
import { describePart, describePlace } from "./describe-part";
import {
  duplicatePart,
  findPart,
  nextId,
  placeOf,
  removePart,
  ungroup,
  wrapPart,
} from "./edit-tree";
import { isGroup, ROOT_ID, type Group, type Part } from "./filter-tree";
import { stepPart, type Direction } from "./move-part";
import { selectorOf } from "./use-carrying";

/** What can be done with a part beside dragging it; each says what it did, and keeps the focus with it. */
export function usePartActions(part: Part) {
  const { root, carrying, editAndFocus } = useBuilder();
  const { id } = part;
  const name = describePart(part);
  const place = placeOf(root, id);
  const moveTo = (to: Group) => {
    const now = placeOf(to, id);
    carrying.say(
      to === root || now === null
        ? `${name} stays where it is.`
        : `${name} is at ${describePlace(to, now)} now.`,
    );
    editAndFocus(to, selectorOf(id));
  };
  return {
    canMoveOut: place !== null && place.group !== ROOT_ID,
    step: (direction: Direction) => moveTo(stepPart(root, id, direction)),
    wrap: () => moveTo(wrapPart(root, id)),
    duplicate: () => {
      carrying.say(`${name} is there twice now.`);
      editAndFocus(duplicatePart(root, id), selectorOf(nextId(root)));
    },
    ungroup: () => {
      carrying.say(`${name} is taken apart.`);
      editAndFocus(ungroup(root, id), nextTo(root, part));
    },
    remove: () => {
      carrying.say(`${name} is removed.`);
      editAndFocus(removePart(root, id), nextTo(root, part));
    },
  };
}

/** What has the focus when a part is gone: what followed it, else its group's way to add another. */
function nextTo(root: Group, part: Part): string {
  const place = placeOf(root, part.id);
  const group = place === null ? null : findPart(root, place.group);
  if (place === null || group === null || !isGroup(group)) return "[data-add]";
  const next = group.parts[place.index + 1] ?? group.parts[place.index - 1];
  return next === undefined ? `[data-add="${group.id}"]` : selectorOf(next.id);
}
