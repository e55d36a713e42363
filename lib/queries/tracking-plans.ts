import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { z } from "zod";
import {
  AvailablePlanDto,
  TrackingPlanDetailDto,
  TrackingPlanDto,
  type CreateTrackingPlanInput,
} from "../services/tracking-plan/schemas";
import { planNamed } from "../sync/plan/plan-named";
import { callApi, pageOf } from "./api-client";

const KEY = ["tracking-plans"];
/** Plans are fetched anew by themselves each quarter of an hour. */
const LIVE_MS = 30_000;

export function useTrackingPlans() {
  return useQuery({
    queryKey: KEY,
    queryFn: ({ signal }) =>
      callApi("/tracking-plans?limit=200", pageOf(TrackingPlanDto), { signal }),
    select: ({ data }) => data,
    refetchInterval: LIVE_MS,
  });
}

/** The plan that a definition names by its id, Segment's id or its name, without its rules; null until it is known. */
export function useNamedPlan(named: string | null): TrackingPlanDto | null {
  const { data } = useTrackingPlans();
  return named === null ? null : planNamed(data ?? [], named);
}

/** One plan with its rules, by its id or as a definition names it. */
export function useTrackingPlan(id: string | null) {
  return useQuery({
    queryKey: [...KEY, id],
    queryFn: ({ signal }) =>
      callApi(
        `/tracking-plans/${encodeURIComponent(id ?? "")}`,
        TrackingPlanDetailDto,
        { signal },
      ),
    enabled: id !== null,
  });
}

/** The plans at Segment that a connection's token can read; asked once a connection is named. */
export function useAvailablePlans(connectionId: string | null) {
  return useQuery({
    queryKey: [...KEY, "available", connectionId],
    queryFn: ({ signal }) =>
      callApi(
        `/tracking-plans/available?connection=${connectionId ?? ""}`,
        z.object({ data: z.array(AvailablePlanDto) }),
        { signal },
      ),
    select: ({ data }) => data,
    enabled: connectionId !== null,
    retry: false,
  });
}

/** Plans to choose among: those that are here, and those at Segment, which the choice fetches. */
export function usePlanChoices(connectionId: string) {
  const known = useTrackingPlans();
  const available = useAvailablePlans(connectionId);
  const here = (known.data ?? []).map(({ id, vendorId, name }) => ({
    ...{ value: vendorId ?? id, label: name, isHere: true },
  }));
  const taken = new Set(here.map(({ value }) => value));
  const there = (available.data ?? [])
    .filter(({ id }) => !taken.has(id))
    .map(({ id, name }) => ({
      ...{ value: id, label: `${name} (at Segment)`, isHere: false },
    }));
  return {
    plans: [...here, ...there],
    problem: available.error?.message ?? null,
    isReady: !known.isPending && !available.isPending,
  };
}

/** What is known here of plans; what Segment has is not asked again. */
const KNOWN_HERE = {
  predicate: ({ queryKey }: { queryKey: readonly unknown[] }) =>
    queryKey[0] === KEY[0] && queryKey[1] !== "available",
};

/** Fetches a plan or uploads one. */
export function useCreatePlan() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: CreateTrackingPlanInput) =>
      callApi("/tracking-plans", TrackingPlanDto, { method: "POST", body }),
    onSuccess: () => client.invalidateQueries(KNOWN_HERE),
  });
}

/** Reads a plan at Segment anew. */
export function useRefreshPlan(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () =>
      callApi(`/tracking-plans/${id}/refresh`, TrackingPlanDto, {
        method: "POST",
      }),
    onSuccess: () => client.invalidateQueries(KNOWN_HERE),
  });
}

export function useRemovePlan(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () =>
      callApi(`/tracking-plans/${id}`, z.undefined(), { method: "DELETE" }),
    onSuccess: () => client.invalidateQueries({ queryKey: KEY, exact: true }),
  });
}
