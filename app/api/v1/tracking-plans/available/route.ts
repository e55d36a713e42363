import { withWorkspace } from "@/lib/http/with-workspace";
import { listAvailablePlans } from "@/lib/services/tracking-plan/fetch";

export const GET = withWorkspace(async ({ ctx, query }) =>
  Response.json(
    await listAvailablePlans({
      ctx,
      input: { connection: query.get("connection") ?? "" },
    }),
  ),
);
