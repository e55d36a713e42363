import { useQuery } from "@tanstack/react-query";
import { HeapCohortDto } from "../services/heap-cohort/schemas";
import { callApi, pageOf } from "./api-client";

const LIVE_MS = 10_000;

/** The segments that Heap's cohort webhook told a connection of; kept fresh while somebody looks. */
export function useHeapCohorts(connectionId: string) {
  return useQuery({
    queryKey: ["connections", connectionId, "heap-cohorts"],
    queryFn: ({ signal }) =>
      callApi(
        `/connections/${connectionId}/heap-cohorts?limit=200`,
        pageOf(HeapCohortDto),
        { signal },
      ),
    refetchInterval: LIVE_MS,
    select: ({ data }) => data,
  });
}
