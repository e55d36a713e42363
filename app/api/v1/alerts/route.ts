import { withWorkspace } from "@/lib/http/with-workspace";
import { listAlerts } from "@/lib/services/alert/read-alerts";
import { ListAlertsInput } from "@/lib/services/alert/schemas";

export const GET = withWorkspace(async ({ ctx, query }) =>
  Response.json(
    await listAlerts({
      ctx,
      input: ListAlertsInput.parse(Object.fromEntries(query)),
    }),
  ),
);
