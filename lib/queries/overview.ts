import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { OverviewDto } from "../services/overview/schemas";
import { callApi } from "./api-client";

const LIVE_MS = 2_000;

/** What moved in the last hours; kept fresh while somebody looks. */
export function useOverview(hours: number) {
  return useQuery({
    queryKey: ["overview", hours],
    queryFn: ({ signal }) =>
      callApi(`/overview?hours=${hours}`, OverviewDto, { signal }),
    refetchInterval: LIVE_MS,
    placeholderData: keepPreviousData,
  });
}
