import {
  keepPreviousData,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
} from "@tanstack/react-query";
import { z } from "zod";
import {
  ChunkDto,
  FailureDto,
  RunDto,
  RunRecordDto,
  type RecordOutcome,
} from "../services/run/schemas";
import { callApi, pageOf } from "./api-client";

const LIVE_MS = 1_500;
const RECORDS_PER_PAGE = 50;

/** A finished run changes no more. */
const isOpen = (run: RunDto | undefined) => run?.finishedAt == null;

export function useRuns(
  filter: { syncId: string | null; status: string | null },
  perPage = 50,
) {
  const query = new URLSearchParams({ limit: String(perPage) });
  if (filter.syncId !== null) query.set("syncId", filter.syncId);
  if (filter.status !== null) query.set("status", filter.status);
  return useInfiniteQuery({
    queryKey: ["runs", query.toString()],
    queryFn: ({ signal, pageParam }) =>
      callApi(withCursor(`/runs?${query}`, pageParam), pageOf(RunDto), {
        signal,
      }),
    initialPageParam: "",
    getNextPageParam: ({ nextCursor }) => nextCursor,
    refetchInterval: LIVE_MS * 2,
  });
}

export function useRun(id: string) {
  return useQuery({
    queryKey: ["runs", id],
    queryFn: ({ signal }) => callApi(`/runs/${id}`, RunDto, { signal }),
    refetchInterval: ({ state }) => (isOpen(state.data) ? LIVE_MS : false),
  });
}

export function useChunks(run: RunDto) {
  return useQuery({
    queryKey: ["runs", run.id, "chunks"],
    queryFn: ({ signal }) =>
      callApi(`/runs/${run.id}/chunks`, pageOf(ChunkDto), { signal }),
    select: ({ data }) => data,
    refetchInterval: isOpen(run) ? LIVE_MS : false,
  });
}

export function useFailures(run: RunDto) {
  return useQuery({
    queryKey: ["runs", run.id, "failures"],
    queryFn: ({ signal }) =>
      callApi(`/runs/${run.id}/failures`, pageOf(FailureDto), { signal }),
    select: ({ data }) => data,
    refetchInterval: isOpen(run) ? LIVE_MS : false,
  });
}

/** The records with an outcome; `q` is part of a key or of a person's id. */
export function useRecords(run: RunDto, outcome: RecordOutcome, q: string) {
  const query = new URLSearchParams({
    outcome,
    limit: String(RECORDS_PER_PAGE),
    ...(q === "" ? {} : { q }),
  });
  const path = `/runs/${run.id}/records?${query.toString()}`;
  return useInfiniteQuery({
    queryKey: ["runs", run.id, "records", outcome, q],
    placeholderData: keepPreviousData,
    queryFn: ({ signal, pageParam }) =>
      callApi(withCursor(path, pageParam), pageOf(RunRecordDto), { signal }),
    initialPageParam: "",
    getNextPageParam: ({ nextCursor }) => nextCursor,
    refetchInterval: isOpen(run) ? LIVE_MS * 2 : false,
  });
}

export function useCancelRun(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () =>
      callApi(`/runs/${id}/cancel`, z.unknown(), { method: "POST" }),
    onSuccess: () => client.invalidateQueries({ queryKey: ["runs"] }),
  });
}

const withCursor = (path: string, cursor: string) =>
  cursor === "" ? path : `${path}&cursor=${encodeURIComponent(cursor)}`;
