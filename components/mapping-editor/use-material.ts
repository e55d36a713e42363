"use client";
import { useMemo, useState } from "react";
import { isJsonObject, type JsonObject } from "@/lib/shared/json";
import { useCatalogue, useSamples } from "@/lib/queries/mapping";
import { useTrackingPlan } from "@/lib/queries/tracking-plans";
import { checkDefinition } from "@/lib/sync/check-definition";
import type { SyncDefinition } from "@/lib/sync/definition";
import { eventsOfCondition } from "@/lib/sync/events-of-condition";
import { planTargets } from "@/lib/sync/plan/plan-targets";
import { specTargets } from "@/lib/sync/segment-spec";
import { useSettled } from "./use-settled";

const SPEC = specTargets("track");
/** One list, so that what is made of it is made once. */
const NONE: never[] = [];
/** Nobody reads what a half-typed word finds. */
const SEARCH_AFTER_MS = 250;

/** What the editor works on: the source's fields, real records, and what the destination and the plan ask for. */
export function useMaterial(definition: SyncDefinition) {
  const { source, validation, mapping } = definition;
  const events = useMemo(
    () => (source.where ? (eventsOfCondition(source.where) ?? []) : []),
    [source.where],
  );
  const fields = useCatalogue(source.connection, events).data?.data ?? NONE;
  const samples = useSampleRecords(source.connection, events);
  const plan = useTrackingPlan(validation?.trackingPlan ?? null).data ?? null;
  const { event } = mapping;
  const eventName =
    event !== undefined && "value" in event ? event.value : null;
  const planned = useMemo(() => {
    const rule = plan?.rules.find(
      ({ type, key }) => type === "TRACK" && key === eventName,
    );
    return rule === undefined ? [] : planTargets(rule);
  }, [plan, eventName]);
  const types = useMemo(
    () => new Map(fields.map(({ path, types: own }) => [path, own])),
    [fields],
  );
  const problems = useMemo(
    () =>
      checkDefinition(definition, {
        fieldType: (path) => types.get(path) ?? null,
        targets: planned,
      }),
    [definition, types, planned],
  );
  return {
    ...{ fields, types, samples, planned, problems },
    ...{ spec: SPEC, plan },
  };
}

/** The real records, or the one that was pasted, and which of them is looked at. */
function useSampleRecords(connectionId: string, events: readonly string[]) {
  const [search, setSearch] = useState("");
  const [at, setAt] = useState(0);
  const [pasted, setPasted] = useState<JsonObject | null>(null);
  const settled = useSettled(search.trim(), SEARCH_AFTER_MS);
  const found = useSamples(connectionId, events, settled).data ?? [];
  const position = Math.min(at, Math.max(0, found.length - 1));
  const own = found[position]?.record;
  return {
    ...{ search, position },
    record: pasted ?? (isJsonObject(own) ? own : null),
    count: pasted === null ? found.length : 1,
    setSearch: (text: string) => {
      setSearch(text);
      setAt(0);
      setPasted(null);
    },
    step: (by: number) => {
      setAt(Math.max(0, Math.min(found.length - 1, position + by)));
      setPasted(null);
    },
    paste: (record: Record<string, unknown>) => setPasted(record as JsonObject),
  };
}
