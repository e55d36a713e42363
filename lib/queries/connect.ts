import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import {
  ConnectDto,
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

function useKeep(connectionId: string) {
  const client = useQueryClient();
  return (data: ConnectDto) => client.setQueryData(keyOf(connectionId), data);
}
