"use client";
import { createContext, use } from "react";
import type { Matches } from "./count-matches";
import type { Group } from "./filter-tree";
import type { TreeProblem } from "./tree-problems";
import type { useCarrying } from "./use-carrying";
import type { FilterMaterial } from "./use-filter-material";

/** What every row and group of the builder works with. */
export type Builder = {
  root: Group;
  material: FilterMaterial;
  problems: ReadonlyMap<number, TreeProblem>;
  matches: Matches | null;
  carrying: ReturnType<typeof useCarrying>;
  /** Changes of one mark, such as keys in one input, are one step to undo. */
  edit: (to: Group, mark?: string) => void;
  /** The same, and focuses what a selector finds in what came of it. */
  editAndFocus: (to: Group, selector: string) => void;
};

export const BuilderContext = createContext<Builder | null>(null);

export function useBuilder(): Builder {
  const builder = use(BuilderContext);
  if (builder === null) throw new Error("A filter's part needs its builder.");
  return builder;
}
