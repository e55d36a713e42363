"use client";
import { useCallback, useMemo } from "react";
import { ANY, type ValueType } from "@/lib/mapping/value-type";
import { useEventNames } from "@/lib/queries/connections";
import { useCatalogue, useSamples } from "@/lib/queries/mapping";
import { isJsonObject, type JsonObject } from "@/lib/shared/json";
import { toHeapRecord } from "@/lib/sync/heap-event";
import { knownValues, type Scalar } from "./known-values";

/** One list, so that what is made of it is made once. */
const NONE: never[] = [];
const EVERY_EVENT: readonly string[] = [];

/**
 * What a filter is built from: every field of the connection's records with
 * its types and known values, and the latest records of whatever event, since
 * a filter decides about all of them. Records are null until they are there.
 */
export function useFilterMaterial(connectionId: string) {
  const fields = useCatalogue(connectionId, EVERY_EVENT).data?.data ?? NONE;
  const events = useEventNames(connectionId).data ?? NONE;
  const samples = useSamples(connectionId, EVERY_EVENT, "").data;
  const records = useMemo(
    () =>
      samples
        ?.map(({ record }) => record)
        .filter(isJsonObject)
        .map(toHeapRecord) ?? null,
    [samples],
  );
  const byPath = useMemo(
    () => new Map(fields.map((field) => [field.path, field])),
    [fields],
  );
  const typesOf = useCallback(
    (path: string): ValueType => byPath.get(path)?.types ?? ANY,
    [byPath],
  );
  const knownOf = useCallback(
    (path: string): Scalar[] =>
      path === "event" && events.length > 0
        ? events.map(({ event }) => event)
        : knownValues(
            path,
            records ?? NONE,
            byPath.get(path)?.examples ?? NONE,
          ),
    [byPath, events, records],
  );
  return { fields, records, typesOf, knownOf };
}

export type FilterMaterial = {
  fields: ReturnType<typeof useFilterMaterial>["fields"];
  records: readonly JsonObject[] | null;
  typesOf: (path: string) => ValueType;
  knownOf: (path: string) => Scalar[];
};
