import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { z } from "zod";
import {
  ApiKeyDto,
  NewApiKeyDto,
  type CreateApiKeyInput,
} from "../services/api-key/schemas";
import { callApi, pageOf } from "./api-client";

const KEY = ["api-keys"];

export function useApiKeys() {
  return useQuery({
    queryKey: KEY,
    queryFn: ({ signal }) =>
      callApi("/api-keys?limit=200", pageOf(ApiKeyDto), { signal }),
    select: ({ data }) => data,
  });
}

export function useIssueApiKey() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: CreateApiKeyInput) =>
      callApi("/api-keys", NewApiKeyDto, { method: "POST", body }),
    onSuccess: () => client.invalidateQueries({ queryKey: KEY }),
  });
}

export function useRevokeApiKey() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: string) =>
      callApi(`/api-keys/${id}`, z.undefined(), { method: "DELETE" }),
    onSuccess: () => client.invalidateQueries({ queryKey: KEY }),
  });
}
