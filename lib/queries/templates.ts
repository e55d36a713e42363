import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { z } from "zod";
import { SyncDto } from "../services/sync/schemas";
import { callApi, pageOf } from "./api-client";

const TemplateView = z.object({
  slug: z.string(),
  title: z.string(),
  description: z.string(),
  category: z.string(),
  connections: z.array(z.string()),
  questions: z.array(
    z.object({ name: z.string(), label: z.string(), help: z.string() }),
  ),
});
export type TemplateView = z.infer<typeof TemplateView>;

export function useTemplates() {
  return useQuery({
    queryKey: ["templates"],
    queryFn: ({ signal }) =>
      callApi("/templates", pageOf(TemplateView), { signal }),
    select: ({ data }) => data,
    staleTime: Infinity,
  });
}

export type Installation = {
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
