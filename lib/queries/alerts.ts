import {
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
} from "@tanstack/react-query";
import { z } from "zod";
import { AlertDto, AlertMuteDto } from "../services/alert/schemas";
import { callApi, pageOf } from "./api-client";

const KEY = ["alerts"];
const LIVE_MS = 5_000;

/** What is open now, the newest first; kept fresh on every page. */
export function useOpenAlerts() {
  return useQuery({
    queryKey: [...KEY, "open"],
    queryFn: ({ signal }) =>
      callApi("/alerts?state=open&limit=200", pageOf(AlertDto), { signal }),
    select: ({ data }) => data,
    refetchInterval: LIVE_MS,
  });
}

/** What was minded about a run, also what has recovered. */
export function useRunAlerts(runId: string) {
  return useQuery({
    queryKey: [...KEY, "run", runId],
    queryFn: ({ signal }) =>
      callApi(`/alerts?runId=${runId}`, pageOf(AlertDto), { signal }),
    select: ({ data }) => data,
    refetchInterval: LIVE_MS,
  });
}

export type AlertFilter = {
  severity: string | null;
  ruleId: string | null;
  syncId: string | null;
};

/** What has recovered, the newest first. */
export function useAlertHistory(filter: AlertFilter) {
  const query = new URLSearchParams({ state: "recovered" });
  for (const [name, value] of Object.entries(filter))
    if (value !== null) query.set(name, value);
  return useInfiniteQuery({
    queryKey: [...KEY, "history", query.toString()],
    queryFn: ({ signal, pageParam }) =>
      callApi(
        `/alerts?${query}${pageParam === "" ? "" : `&cursor=${pageParam}`}`,
        pageOf(AlertDto),
        { signal },
      ),
    initialPageParam: "",
    getNextPageParam: ({ nextCursor }) => nextCursor,
    refetchInterval: LIVE_MS,
  });
}

/** What is silenced at present. */
export function useMutes() {
  return useQuery({
    queryKey: [...KEY, "mutes"],
    queryFn: ({ signal }) =>
      callApi("/alert-mutes?limit=200", pageOf(AlertMuteDto), { signal }),
    select: ({ data }) => data,
    refetchInterval: LIVE_MS,
  });
}

/** Silences one alert; `until` null: until it has recovered. */
export function useMuteAlert(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (until: string | null) =>
      callApi(`/alerts/${id}/mute`, AlertDto, {
        method: "POST",
        body: { until },
      }),
    onSuccess: () => client.invalidateQueries({ queryKey: KEY }),
  });
}

/** Silences everything, a rule or a sync. */
export function useCreateMute() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: {
      target: "all" | "rule" | "sync";
      targetId?: string;
      until: string;
    }) => callApi("/alert-mutes", AlertMuteDto, { method: "POST", body }),
    onSuccess: () => client.invalidateQueries({ queryKey: KEY }),
  });
}

export function useEndMute() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: string) =>
      callApi(`/alert-mutes/${id}`, z.undefined(), { method: "DELETE" }),
    onSuccess: () => client.invalidateQueries({ queryKey: KEY }),
  });
}
