import {
  keepPreviousData,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
} from "@tanstack/react-query";
import { z } from "zod";
import {
  DeadLetterDto,
  LetterDetailDto,
  LetterGroupDto,
  type LetterFilter,
} from "../services/dead-letter/schemas";
import { RunDto } from "../services/run/schemas";
import { PreviewResult } from "../services/sync/schemas";
import { callApi, pageOf } from "./api-client";

const LIVE_MS = 4_000;
/** Reasons are counted over all dead letters, which takes the database longer. */
const GROUPS_MS = 8_000;
const PER_PAGE = 50;
const KEY = ["dead-letters"];
const WithRun = z.object({ run: RunDto });

/** What is looked at; without `resolved` both. */
export type LetterQuery = LetterFilter & { resolved: boolean | null };

function toSearch(query: LetterQuery): URLSearchParams {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query))
    if (value !== null && value !== "") search.set(name, String(value));
  return search;
}

/** Dead letters, newest first. */
export function useDeadLetters(query: LetterQuery) {
  const search = toSearch(query);
  search.set("limit", String(PER_PAGE));
  return useInfiniteQuery({
    queryKey: [...KEY, "list", search.toString()],
    placeholderData: keepPreviousData,
    queryFn: ({ signal, pageParam }) =>
      callApi(
        `/dead-letters?${search}${pageParam === "" ? "" : `&cursor=${encodeURIComponent(pageParam)}`}`,
        pageOf(DeadLetterDto),
        { signal },
      ),
    initialPageParam: "",
    getNextPageParam: ({ nextCursor }) => nextCursor,
    refetchInterval: LIVE_MS,
  });
}

/** The same by reason, with counts. */
export function useLetterGroups(query: LetterQuery) {
  const search = toSearch(query).toString();
  return useQuery({
    queryKey: [...KEY, "groups", search],
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) =>
      callApi(`/dead-letters/groups?${search}`, pageOf(LetterGroupDto), {
        signal,
      }),
    select: ({ data }) => data,
    refetchInterval: GROUPS_MS,
  });
}

export function useDeadLetter(id: string) {
  return useQuery({
    queryKey: [...KEY, "one", id],
    queryFn: ({ signal }) =>
      callApi(`/dead-letters/${id}`, LetterDetailDto, { signal }),
    refetchInterval: LIVE_MS,
  });
}

/** Which dead letters a replay takes: `filter` means the open ones. */
export type ReplayTarget =
  { ids: string[] } | { filter: Partial<LetterFilter> };

export function useReplayLetters() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: ReplayTarget) =>
      callApi("/dead-letters/replay", WithRun, { method: "POST", body }),
    onSuccess: () => client.invalidateQueries(),
  });
}

/** What would be sent for a dead letter's record as somebody edits it. */
export function useLetterTrial(id: string, record: string | null) {
  return useQuery({
    queryKey: [...KEY, "trial", id, record],
    queryFn: ({ signal }) =>
      callApi(
        `/dead-letters/${id}/preview`,
        z.object({ result: PreviewResult }),
        { method: "POST", body: { record }, signal },
      ),
    select: ({ result }) => result,
    enabled: record !== null,
    placeholderData: keepPreviousData,
    gcTime: 10_000,
  });
}

export function useRetryLetter(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (record: string) =>
      callApi(`/dead-letters/${id}/retry`, WithRun, {
        method: "POST",
        body: { record },
      }),
    onSuccess: () => client.invalidateQueries(),
  });
}
