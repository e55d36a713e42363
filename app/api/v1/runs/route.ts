import { withWorkspace } from "@/lib/http/with-workspace";
import { listRuns, ListRunsInput } from "@/lib/services/run/read";

export const GET = withWorkspace(async ({ ctx, query }) =>
  Response.json(
    await listRuns({
      ctx,
      input: ListRunsInput.parse(Object.fromEntries(query)),
    }),
  ),
);
