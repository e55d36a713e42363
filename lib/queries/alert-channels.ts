import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { z } from "zod";
import {
  AlertChannelDto,
  NewAlertChannelDto,
  NotificationDto,
  TestResult,
  type CreateAlertChannelInput,
  type UpdateAlertChannelInput,
} from "../services/alert-channel/schemas";
import { callApi, pageOf } from "./api-client";

const KEY = ["alert-channels"];
/** Deliveries go on while one looks. */
const LIVE_MS = 10_000;

export function useAlertChannels() {
  return useQuery({
    queryKey: KEY,
    queryFn: ({ signal }) =>
      callApi("/alert-channels?limit=200", pageOf(AlertChannelDto), { signal }),
    select: ({ data }) => data,
    refetchInterval: LIVE_MS,
  });
}

/** The newest of a channel's delivery log. */
export function useNotifications(channelId: string) {
  return useQuery({
    queryKey: [...KEY, channelId, "notifications"],
    queryFn: ({ signal }) =>
      callApi(
        `/alert-channels/${channelId}/notifications?limit=50`,
        pageOf(NotificationDto),
        { signal },
      ),
    refetchInterval: LIVE_MS,
  });
}

export function useCreateAlertChannel() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: CreateAlertChannelInput) =>
      callApi("/alert-channels", NewAlertChannelDto, { method: "POST", body }),
    onSuccess: () => client.invalidateQueries({ queryKey: KEY }),
  });
}

export function useUpdateAlertChannel(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: UpdateAlertChannelInput) =>
      callApi(`/alert-channels/${id}`, NewAlertChannelDto, {
        method: "PATCH",
        body,
      }),
    onSuccess: () => client.invalidateQueries({ queryKey: KEY }),
  });
}

export function useRemoveAlertChannel(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () =>
      callApi(`/alert-channels/${id}`, z.undefined(), { method: "DELETE" }),
    onSuccess: () => client.invalidateQueries({ queryKey: KEY }),
  });
}

/** Sends a message for real, and says what came back. */
export function useTestAlertChannel(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () =>
      callApi(`/alert-channels/${id}/test`, TestResult, { method: "POST" }),
    onSuccess: () => client.invalidateQueries({ queryKey: KEY }),
  });
}
