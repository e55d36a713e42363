"use client";
import { useMemo } from "react";
import { useSettled } from "@/components/mapping-editor/use-settled";
import type { JsonObject } from "@/lib/shared/json";
import { countMatches, type Matches } from "./count-matches";
import type { Group } from "./filter-tree";

const COUNT_AFTER_MS = 200;

/** What the filter makes of the records, a moment after it changed; until then the last answer stays. */
export function useMatches(
  root: Group,
  records: readonly JsonObject[] | null,
): Matches | null {
  const settled = useSettled(root, COUNT_AFTER_MS);
  return useMemo(
    () => (records === null ? null : countMatches(settled, records)),
    [settled, records],
  );
}
