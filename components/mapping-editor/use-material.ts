"use client";
import { useMemo, useState } from "react";
import { isJsonObject, type JsonObject } from "@/lib/shared/json";
import { useCatalogue, useSamples } from "@/lib/queries/mapping";
import { useTrackingPlan } from "@/lib/queries/tracking-plans";
import { checkDefinition } from "@/lib/sync/check-definition";
import { ACTIONS } from "@/lib/sync/actions/registry";
import type { SourceStream, SyncDefinition } from "@/lib/sync/definition";
import { eventsOfSource } from "@/lib/sync/events-of-source";
import { planTargets } from "@/lib/sync/plan/plan-targets";
import { ruleFor } from "@/lib/sync/plan/rule-for";
import { specTargets } from "@/lib/sync/segment-spec";
import { STREAMS } from "@/lib/sync/streams/registry";
import { useSettled } from "./use-settled";

/** One list, so that what is made of it is made once. */
const NONE: never[] = [];
/** Nobody reads what a half-typed word finds. */
const SEARCH_AFTER_MS = 250;

/** What the editor works on: the source's fields, real records, and what the destination and the plan ask for. */
export function useMaterial(definition: SyncDefinition) {
  const { source, destination, validation } = definition;
  const { call } = ACTIONS[destination.action];
  const spec = useMemo(() => specTargets(call), [call]);
  const events = useMemo(() => eventsOfSource(source) ?? [], [source]);
  const fields = useCatalogue(source, events).data?.data ?? NONE;
  const samples = useSampleRecords(source, events);
  const plan = useTrackingPlan(validation?.trackingPlan ?? null).data ?? null;
  const rule = ruleFor(plan?.rules ?? NONE, definition);
  const planned = useMemo(
    () => (rule === null ? [] : planTargets(rule)),
    [rule],
  );
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
    ...{ spec, plan, stream: STREAMS[source.stream] },
  };
}

/** The real records, or the one that was pasted, and which of them is looked at. */
function useSampleRecords(source: SourceStream, events: readonly string[]) {
  const [search, setSearch] = useState("");
  const [at, setAt] = useState(0);
  const [pasted, setPasted] = useState<JsonObject | null>(null);
  const settled = useSettled(search.trim(), SEARCH_AFTER_MS);
  const found = useSamples(source, events, settled).data ?? [];
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
