import { useMutation, useQueryClient } from "@tanstack/react-query";
import { z } from "zod";
import { SyncDto } from "../services/sync/schemas";
import { callApi } from "./api-client";

type Installation = {
  slug: string;
  connections: { heap: string; segment: string };
  answers: Record<string, unknown>;
  publish: boolean;
};

export function useInstallTemplate() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ slug, ...body }: Installation) =>
      callApi(`/templates/${slug}/install`, z.object({ sync: SyncDto }), {
        method: "POST",
        body,
      }),
    onSuccess: () => client.invalidateQueries({ queryKey: ["syncs"] }),
  });
}
