import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import {
  ConnectDto,
  KeyPairDto,
  TablePreviewDto,
  type ChangeTablesInput,
} from "../services/connect/schemas";
import { callApi } from "./api-client";

const LIVE_MS = 3_000;
const IDLE_MS = 15_000;

const keyOf = (connectionId: string) => [
  "connections",
  connectionId,
  "connect",
];

/** How a connection's Heap Connect is read; kept fresh while somebody looks. */
export function useConnect(connectionId: string) {
  return useQuery({
    queryKey: keyOf(connectionId),
    queryFn: ({ signal }) =>
      callApi(`/connections/${connectionId}/connect`, ConnectDto, { signal }),
    refetchInterval: ({ state }) =>
      state.data?.state === "reading" ? LIVE_MS : IDLE_MS,
  });
}

/** Starts or pauses the reading, or has the sandbox write a dump. */
export function useControlConnect(connectionId: string) {
  const keep = useKeep(connectionId);
  return useMutation({
    mutationFn: (verb: "start" | "pause" | "sample") =>
      callApi(`/connections/${connectionId}/connect/${verb}`, ConnectDto, {
        method: "POST",
      }),
    onSuccess: keep,
  });
}

/** Says which tables are read, and what their events are called. */
export function useChangeTables(connectionId: string) {
  const keep = useKeep(connectionId);
  return useMutation({
    mutationFn: (tables: ChangeTablesInput["tables"]) =>
      callApi(`/connections/${connectionId}/connect/tables`, ConnectDto, {
        ...{ method: "PATCH", body: { tables } },
      }),
    onSuccess: keep,
  });
}

/** The first rows of a table in the warehouse; `isDry`: only what they would cost. */
export function useTablePreview(
  connectionId: string,
  table: string,
  isDry: boolean,
  isWanted = true,
) {
  return useQuery({
    queryKey: [...keyOf(connectionId), "preview", table, isDry],
    queryFn: ({ signal }) =>
      callApi(`/connections/${connectionId}/connect/preview`, TablePreviewDto, {
        ...{ method: "POST", body: { table, isDry }, signal },
      }),
    // Asking may cost something: only when somebody says so.
    ...{ enabled: isWanted, staleTime: Infinity, retry: false },
  });
}

/** Makes the keys to sign in to Snowflake with, and answers what to run there. */
export function useMakeKeyPair(connectionId: string) {
  return useMutation({
    mutationFn: () =>
      callApi(`/connections/${connectionId}/connect/key-pair`, KeyPairDto, {
        method: "POST",
      }),
  });
}

function useKeep(connectionId: string) {
  const client = useQueryClient();
  return (data: ConnectDto) => client.setQueryData(keyOf(connectionId), data);
}
