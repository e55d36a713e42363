import {
  keepPreviousData,
  useMutation,
  useQuery,
  useQueryClient,
} from "@tanstack/react-query";
import { z } from "zod";
import { CatalogueDto } from "../services/catalogue/schemas";
import { SampleRecordDto } from "../services/inbox/schemas";
import {
  PreviewResult,
  SendOneDto,
  SyncDto,
  VersionDto,
} from "../services/sync/schemas";
import { Comparison } from "../sync/compare-decisions";
import type { SourceStream, SyncDefinition } from "../sync/definition";
import type { StreamName } from "../sync/streams/registry";
import { callApi, pageOf } from "./api-client";

const SAMPLES = 100;
const ASK_AGAIN_MS = 3_000;
const Results = z.object({ results: z.array(PreviewResult) });
const recordsQuery = (stream: StreamName, events: readonly string[]) =>
  [
    `stream=${stream}`,
    ...events.map((event) => `event=${encodeURIComponent(event)}`),
  ].join("&");

/** What the records of these events look like; of all, where none is named. */
export function useCatalogue(
  { connection, stream }: SourceStream,
  events: readonly string[],
) {
  return useQuery({
    queryKey: ["catalogue", connection, stream, events],
    queryFn: ({ signal }) =>
      callApi(
        `/connections/${connection}/fields?${recordsQuery(stream, events)}`,
        CatalogueDto,
        { signal },
      ),
    placeholderData: keepPreviousData,
    // The first records may just be arriving, or be looked at for somebody else.
    refetchInterval: ({ state }) =>
      state.data?.data.length === 0 ? ASK_AGAIN_MS : false,
  });
}

/** Real records to look at, the newest first. */
export function useSamples(
  { connection, stream }: SourceStream,
  events: readonly string[],
  q: string,
) {
  return useQuery({
    queryKey: ["samples", connection, stream, events, q],
    queryFn: ({ signal }) =>
      callApi(
        `/connections/${connection}/records?limit=${SAMPLES}&${recordsQuery(stream, events)}${q === "" ? "" : `&q=${encodeURIComponent(q)}`}`,
        pageOf(SampleRecordDto),
        { signal },
      ),
    select: ({ data }) => data,
    placeholderData: keepPreviousData,
  });
}

/** What a definition would send for one record. */
export function useTrial(
  syncId: string,
  definition: SyncDefinition,
  record: Record<string, unknown> | null,
) {
  return useQuery({
    queryKey: ["trial", syncId, definition, record],
    queryFn: ({ signal }) =>
      callApi(`/syncs/${syncId}/preview`, Results, {
        method: "POST",
        body: { definition, records: [record] },
        signal,
      }),
    select: ({ results }) => results[0] ?? null,
    enabled: record !== null,
    placeholderData: keepPreviousData,
    gcTime: 10_000,
  });
}

/** What publishing a definition would change for the latest records. */
export function useComparison(syncId: string, definition: SyncDefinition) {
  return useQuery({
    queryKey: ["comparison", syncId, definition],
    queryFn: ({ signal }) =>
      callApi(`/syncs/${syncId}/compare`, Comparison, {
        method: "POST",
        body: { definition },
        signal,
      }),
    placeholderData: keepPreviousData,
    gcTime: 10_000,
  });
}

export function useSendOne(syncId: string) {
  return useMutation({
    mutationFn: (body: {
      definition: SyncDefinition;
      record: Record<string, unknown>;
    }) =>
      callApi(`/syncs/${syncId}/send-one`, SendOneDto, {
        method: "POST",
        body,
      }),
  });
}

/** What was published; read anew when another version is the newest. */
export function useVersions(syncId: string, newest: number | null) {
  return useQuery({
    queryKey: ["syncs", syncId, "versions", newest],
    queryFn: ({ signal }) =>
      callApi(`/syncs/${syncId}/versions`, pageOf(VersionDto), { signal }),
    select: ({ data }) => data,
  });
}

/** Saves run one after the other, each on what the one before left. */
export function useSaveDraft(syncId: string) {
  const client = useQueryClient();
  return useMutation({
    scope: { id: `draft ${syncId}` },
    mutationFn: (body: { revision: number; definition: SyncDefinition }) =>
      callApi(`/syncs/${syncId}/draft`, SyncDto, { method: "PUT", body }),
    onSuccess: async (sync) => {
      // A poll that was asked before would bring the older draft back.
      await client.cancelQueries({ queryKey: ["syncs", syncId], exact: true });
      client.setQueryData(["syncs", syncId], sync);
    },
    // Who is refused needs the newer draft to go on.
    onError: () =>
      client.invalidateQueries({ queryKey: ["syncs", syncId], exact: true }),
  });
}

export function usePublish(syncId: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: { revision: number; note: string | null }) =>
      callApi(`/syncs/${syncId}/publish`, z.object({ sync: SyncDto }), {
        method: "POST",
        body,
      }),
    onSuccess: ({ sync }) => {
      client.setQueryData(["syncs", syncId], sync);
      return client.invalidateQueries();
    },
  });
}
