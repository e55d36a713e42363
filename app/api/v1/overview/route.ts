import { withWorkspace } from "@/lib/http/with-workspace";
import { readOverview } from "@/lib/services/overview/read";
import { OverviewInput } from "@/lib/services/overview/schemas";

export const GET = withWorkspace(async ({ ctx, query }) =>
  Response.json(
    await readOverview({
      ctx,
      input: OverviewInput.parse(Object.fromEntries(query)),
    }),
  ),
);
