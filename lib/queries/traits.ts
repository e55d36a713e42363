import {
  keepPreviousData,
  useMutation,
  useQuery,
  useQueryClient,
} from "@tanstack/react-query";
import { z } from "zod";
import {
  TraitDto,
  TraitPreviewDto,
  TraitsDto,
} from "../services/trait/schemas";
import type { TraitDefinition } from "../traits/definition";
import { callApi } from "./api-client";

const LIVE_MS = 2_000;
const IDLE_MS = 15_000;

const keyOf = (connectionId: string) => ["connections", connectionId, "traits"];

/** The computed traits of a connection; kept fresh while somebody looks. */
export function useTraits(connectionId: string) {
  return useQuery({
    queryKey: keyOf(connectionId),
    queryFn: ({ signal }) =>
      callApi(`/connections/${connectionId}/traits`, TraitsDto, { signal }),
    refetchInterval: ({ state: { data } }) =>
      data?.progress && data.progress.state !== "current" ? LIVE_MS : IDLE_MS,
  });
}

/** Keeps a new trait, or puts another definition in the place of one that is there. */
export function useSaveTrait(connectionId: string, id: string | null) {
  const client = useQueryClient();
  const path = `/connections/${connectionId}/traits`;
  return useMutation({
    mutationFn: (body: TraitDefinition) =>
      id === null
        ? callApi(path, TraitDto, { method: "POST", body })
        : callApi(`${path}/${id}`, TraitDto, { method: "PUT", body }),
    onSuccess: () =>
      client.invalidateQueries({ queryKey: keyOf(connectionId) }),
  });
}

export function useRemoveTrait(connectionId: string, id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () =>
      callApi(`/connections/${connectionId}/traits/${id}`, z.undefined(), {
        method: "DELETE",
      }),
    onSuccess: () =>
      client.invalidateQueries({ queryKey: keyOf(connectionId) }),
  });
}

/** What a trait would be for some people; nothing is kept. */
export function useTraitPreview(
  connectionId: string,
  definition: TraitDefinition | null,
) {
  return useQuery({
    queryKey: [...keyOf(connectionId), "preview", definition],
    queryFn: ({ signal }) =>
      callApi(`/connections/${connectionId}/traits/preview`, TraitPreviewDto, {
        ...{ method: "POST", body: definition, signal },
      }),
    enabled: definition !== null,
    placeholderData: keepPreviousData,
    gcTime: 10_000,
  });
}
