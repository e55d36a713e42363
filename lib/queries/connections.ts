import {
  keepPreviousData,
  useMutation,
  useQuery,
  useQueryClient,
} from "@tanstack/react-query";
import { z } from "zod";
import {
  CheckResult,
  ConnectionDto,
  ConnectionStatusDto,
  type CreateConnectionInput,
  type StatusWindow,
  type UpdateConnectionInput,
} from "../services/connection/schemas";
import { EventNameDto } from "../services/inbox/schemas";
import type { SourceStream } from "../sync/definition";
import { callApi, pageOf } from "./api-client";

const SampleAnswer = z.object({ accepted: z.number() });
const KEY = ["connections"];
const STATUS_LIVE_MS = 5_000;

export function useConnections() {
  return useQuery({
    queryKey: KEY,
    queryFn: ({ signal }) =>
      callApi("/connections?limit=200", pageOf(ConnectionDto), { signal }),
    select: ({ data }) => data,
  });
}

/** How a connection is doing; kept fresh while somebody looks. */
export function useConnectionStatus(id: string, window: StatusWindow) {
  return useQuery({
    queryKey: [...KEY, id, "status", window],
    queryFn: ({ signal }) =>
      callApi(
        `/connections/${id}/status?window=${window}`,
        ConnectionStatusDto,
        { signal },
      ),
    refetchInterval: STATUS_LIVE_MS,
    placeholderData: keepPreviousData,
  });
}

/** What a connection's records of a stream were called lately: of its events, their names. */
export function useEventNames(source: SourceStream | null) {
  const { connection = "", stream = "events" } = source ?? {};
  return useQuery({
    queryKey: [...KEY, connection, "events", stream],
    queryFn: ({ signal }) =>
      callApi(
        `/connections/${connection}/events?stream=${stream}`,
        pageOf(EventNameDto),
        { signal },
      ),
    enabled: source !== null,
    select: ({ data }) => data,
  });
}

export function useCreateConnection() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: CreateConnectionInput) =>
      callApi("/connections", ConnectionDto, { method: "POST", body }),
    onSuccess: () => client.invalidateQueries({ queryKey: KEY }),
  });
}

/** Changes a connection by a merge patch. */
export function useUpdateConnection() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ id, ...body }: UpdateConnectionInput & { id: string }) =>
      callApi(`/connections/${id}`, ConnectionDto, { method: "PATCH", body }),
    onSuccess: () => client.invalidateQueries({ queryKey: KEY }),
  });
}

export function useRemoveConnection(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () =>
      callApi(`/connections/${id}`, z.undefined(), { method: "DELETE" }),
    onSuccess: () => client.invalidateQueries({ queryKey: KEY }),
  });
}

export function useCheckConnection(id: string) {
  return useMutation({
    mutationFn: () =>
      callApi(`/connections/${id}/check`, CheckResult, { method: "POST" }),
  });
}

/** Posts made-up events at a Heap connection. */
export function useSendSample(connectionId: string) {
  return useMutation({
    mutationFn: (body: { event: string | null; count: number }) =>
      callApi(`/connections/${connectionId}/sample`, SampleAnswer, {
        method: "POST",
        body,
      }),
  });
}
