"use client";
import { useCallback, useMemo } from "react";
import { ANY, type ValueType } from "@/lib/mapping/value-type";
import { useEventNames } from "@/lib/queries/connections";
import { useCatalogue, useSamples } from "@/lib/queries/mapping";
import { isJsonObject, type JsonObject } from "@/lib/shared/json";
import type { SourceStream } from "@/lib/sync/definition";
import { STREAMS } from "@/lib/sync/streams/registry";
import { knownValues, type Scalar } from "./known-values";

/** One list, so that what is made of it is made once. */
const NONE: never[] = [];
const EVERY_EVENT: readonly string[] = [];
const anyField = () => true;

/**
 * What a filter is built from: every field of the stream's records with its
 * types and known values, and the latest records of whatever event, since a
 * filter decides about all of them. Records are null until they are there.
 */
export function useFilterMaterial(
  source: SourceStream,
  isOffered: (path: string) => boolean = anyField,
) {
  const all = useCatalogue(source, EVERY_EVENT).data?.data ?? NONE;
  const fields = useMemo(
    () => all.filter(({ path }) => isOffered(path)),
    [all, isOffered],
  );
  const events = useEventNames(source).data ?? NONE;
  const samples = useSamples(source, EVERY_EVENT, "").data;
  const { event: named, toRecord } = STREAMS[source.stream];
  const records = useMemo(
    () =>
      samples
        ?.map(({ record }) => record)
        .filter(isJsonObject)
        .map(toRecord) ?? null,
    [samples, toRecord],
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
      path === named?.path && events.length > 0
        ? events.map(({ event }) => event)
        : knownValues(
            path,
            records ?? NONE,
            byPath.get(path)?.examples ?? NONE,
          ),
    [byPath, events, records, named],
  );
  return {
    ...{ fields, records, typesOf, knownOf },
    namePath: named?.path ?? null,
  };
}

export type FilterMaterial = {
  fields: ReturnType<typeof useFilterMaterial>["fields"];
  records: readonly JsonObject[] | null;
  typesOf: (path: string) => ValueType;
  knownOf: (path: string) => Scalar[];
  /** What a record says what it is by; null where they are all alike. */
  namePath: string | null;
};
