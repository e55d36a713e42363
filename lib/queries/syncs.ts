import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { z } from "zod";
import { PipelineDto, RunDto } from "../services/run/schemas";
import { EstimateDto } from "../services/snapshot/schemas";
import { DriftDto } from "../services/catalogue/schemas";
import {
  CheckProblemDto,
  PreviewResult,
  SyncDto,
} from "../services/sync/schemas";
import type { SyncDefinition, SyncDefinitionSchema } from "../sync/definition";
import { callApi, pageOf } from "./api-client";

const LIVE_MS = 2_000;
/** Reasons are counted over all that failed in a day, which takes the database longer. */
const PIPELINE_MS = 4_000;
/** What is known of the data changes by the minute. */
const DATA_MS = 30_000;
const KEY = ["syncs"];
const WithSync = z.object({ sync: SyncDto });
const PreviewResults = z.object({ results: z.array(PreviewResult) });

export function useSyncs() {
  return useQuery({
    queryKey: KEY,
    queryFn: ({ signal }) =>
      callApi("/syncs?limit=200", pageOf(SyncDto), { signal }),
    select: ({ data }) => data,
  });
}

export function useSync(id: string) {
  return useQuery({
    queryKey: [...KEY, id],
    queryFn: ({ signal }) => callApi(`/syncs/${id}`, SyncDto, { signal }),
    refetchInterval: LIVE_MS,
  });
}

/** Makes a draft; what a definition may leave out has its default. */
export function useCreateSync() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: z.input<typeof SyncDefinitionSchema>) =>
      callApi("/syncs", SyncDto, { method: "POST", body }),
    onSuccess: () => client.invalidateQueries({ queryKey: KEY, exact: true }),
  });
}

/** How many records reached each stage, and why some went no further. */
export function usePipeline(id: string) {
  return useQuery({
    queryKey: [...KEY, id, "pipeline"],
    queryFn: ({ signal }) =>
      callApi(`/syncs/${id}/pipeline`, PipelineDto, { signal }),
    refetchInterval: PIPELINE_MS,
  });
}

/** What is wrong with the draft or doubtful in it. */
export function useSyncCheck(id: string) {
  return useQuery({
    queryKey: [...KEY, id, "check"],
    queryFn: ({ signal }) =>
      callApi(
        `/syncs/${id}/check`,
        z.object({ data: z.array(CheckProblemDto) }),
        { signal },
      ),
    select: ({ data }) => data,
    refetchInterval: DATA_MS,
  });
}

/** Which fields of the source came or went. */
export function useDrift(id: string) {
  return useQuery({
    queryKey: [...KEY, id, "drift"],
    queryFn: ({ signal }) =>
      callApi(`/syncs/${id}/drift`, DriftDto, { signal }),
    refetchInterval: DATA_MS,
  });
}

/** What the draft would send for the latest records. */
export function usePreview(id: string) {
  return useMutation({
    mutationFn: () =>
      callApi(`/syncs/${id}/preview`, PreviewResults, {
        method: "POST",
        body: {},
      }),
  });
}

/** Stops reading; `drain` says whether what is pending is still delivered. */
export function usePauseSync(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: { drain: boolean }) =>
      callApi(`/syncs/${id}/pause`, WithSync, { method: "POST", body }),
    onSuccess: ({ sync }) => {
      client.setQueryData([...KEY, id], sync);
      return client.invalidateQueries();
    },
  });
}

export function useSyncVerb(id: string, verb: "publish" | "resume") {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () =>
      callApi(`/syncs/${id}/${verb}`, WithSync, { method: "POST" }),
    onSuccess: ({ sync }) => {
      client.setQueryData([...KEY, id], sync);
      return client.invalidateQueries();
    },
  });
}

/** What a run takes; nothing said: what is new since the last. */
export type StartInput =
  | { compare: { mode: "changes" | "everyone" | "resend" } }
  | { compare: { mode: "range"; from: string; to: string } }
  | Record<string, never>;

export function useStartRun(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: StartInput) =>
      callApi(`/syncs/${id}/runs`, z.object({ run: RunDto }), {
        ...{ method: "POST", body },
      }),
    // Who is refused should see what is under way.
    onSettled: () => client.invalidateQueries({ queryKey: ["runs"] }),
  });
}

/** What a run would send by a definition, were it begun now; nothing while there is none. */
export function useEstimate(id: string, definition: SyncDefinition | null) {
  return useQuery({
    queryKey: ["estimate", id, definition],
    queryFn: ({ signal }) =>
      callApi(
        `/syncs/${id}/estimate`,
        z.object({ estimate: EstimateDto }),
        // It works for seconds: nobody asks twice for one answer.
        { method: "POST", body: { definition }, signal },
      ),
    select: ({ estimate }) => estimate,
    enabled: definition !== null,
    retry: false,
    refetchOnWindowFocus: false,
    // Users come and change meanwhile.
    gcTime: 0,
  });
}

export function useRemoveSync(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () =>
      callApi(`/syncs/${id}`, z.undefined(), { method: "DELETE" }),
    onSuccess: () => client.invalidateQueries({ queryKey: KEY, exact: true }),
  });
}
