"use client";
import { useState } from "react";
import { describePart, describePlace } from "./describe-part";
import { findPart, insertPart, nextId } from "./edit-tree";
import type { Comparison, Group, Place } from "./filter-tree";
import { isInside, movePart } from "./move-part";

/** What is on its way to a place: a field by its path, or a part of the filter by its number. */
export type Load = string | number;

type Carrying = {
  root: Group;
  edit: (to: Group) => void;
  comparisonOn: (path: string) => Comparison;
  /** Focuses what a selector finds once the change is drawn. */
  focus: (selector: string) => void;
  onCarrying: (is: boolean) => void;
};

/** Carries fields and parts to their places: dragged by the pointer, or held by key or click. */
export function useCarrying(on: Carrying) {
  const { root, edit, comparisonOn, focus, onCarrying } = on;
  const [held, setHeld] = useState<Load | null>(null);
  const [dragged, setDragged] = useState<Load | null>(null);
  const [said, say] = useState("");
  const nameOf = (load: Load) => describeLoad(root, load);
  const setLoad = (next: Load | null) => {
    setHeld(next);
    onCarrying(next !== null);
  };
  const letGo = () => {
    if (held === null) return;
    setLoad(null);
    say(`${nameOf(held)} is let go.`);
    focus(selectorOf(held));
  };
  const hold = (load: Load) => {
    if (held === load) {
      letGo();
      return;
    }
    setLoad(load);
    say(
      `${nameOf(load)} is picked up. Go to a place with the arrows and press Enter, or Escape.`,
    );
    focus("[data-place]");
  };
  const drag = (load: Load | null) => {
    setHeld(null);
    setDragged(load);
    onCarrying(load !== null);
  };
  const put = (load: Load, place: Place) => {
    edit(
      typeof load === "number"
        ? movePart(root, load, place)
        : insertPart(root, place, comparisonOn(load)),
    );
    setLoad(null);
    say(`${nameOf(load)} is put at ${describePlace(root, place)}.`);
    focus(selectorOf(typeof load === "number" ? load : nextId(root)));
  };
  const load = dragged ?? held;
  return {
    ...{ held, dragged, said, say, drag, hold, letGo, put, nameOf },
    /** A group can't go into itself. */
    canTake: (groupId: number) =>
      load !== null &&
      (typeof load === "string" || !isInside(root, load, groupId)),
  };
}

function describeLoad(root: Group, load: Load): string {
  const part = typeof load === "number" ? findPart(root, load) : null;
  return part === null ? String(load) : describePart(part);
}

/** Where a field or a part has its handle. */
export const selectorOf = (load: Load): string =>
  typeof load === "number"
    ? `[data-handle="${load}"]`
    : `[data-source="${CSS.escape(load)}"]`;
