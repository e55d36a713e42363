import { useMutation, useQueryClient } from "@tanstack/react-query";
import { z } from "zod";
import { RangePreviewDto, type RangeInput } from "../services/replay/schemas";
import { RunDto } from "../services/run/schemas";
import { callApi } from "./api-client";

/** What a replay of a range would send; nothing is sent. */
export function useRangePreview(syncId: string) {
  return useMutation({
    mutationFn: (body: RangeInput) =>
      callApi(`/syncs/${syncId}/replays/preview`, RangePreviewDto, {
        method: "POST",
        body,
      }),
  });
}

export function useStartRange(syncId: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: RangeInput) =>
      callApi(`/syncs/${syncId}/replays`, z.object({ run: RunDto }), {
        method: "POST",
        body,
      }),
    onSuccess: () => client.invalidateQueries({ queryKey: ["runs"] }),
  });
}
