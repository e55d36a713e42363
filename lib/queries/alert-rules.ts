import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { z } from "zod";
import { AlertRuleDto, TryRuleDto } from "../services/alert/schemas";
import { callApi, pageOf } from "./api-client";

const KEY = ["alert-rules"];
const LIVE_MS = 15_000;

export function useAlertRules() {
  return useQuery({
    queryKey: KEY,
    queryFn: ({ signal }) =>
      callApi("/alert-rules", pageOf(AlertRuleDto), { signal }),
    select: ({ data }) => data,
    refetchInterval: LIVE_MS,
  });
}

/** Keeps a new rule, or a patch of one that is there. */
export function useSaveRule(id: string | null) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: object) =>
      id === null
        ? callApi("/alert-rules", AlertRuleDto, { method: "POST", body })
        : callApi(`/alert-rules/${id}`, AlertRuleDto, {
            method: "PATCH",
            body,
          }),
    onSuccess: () => client.invalidateQueries({ queryKey: KEY }),
  });
}

export function useRemoveRule(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () =>
      callApi(`/alert-rules/${id}`, z.undefined(), { method: "DELETE" }),
    onSuccess: () => client.invalidateQueries({ queryKey: KEY }),
  });
}

/** What a rule would say now, kept or not; nothing is sent. */
export function useTryRule() {
  return useMutation({
    mutationFn: (body: object) =>
      callApi("/alert-rules/try", TryRuleDto, { method: "POST", body }),
  });
}
