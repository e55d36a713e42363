import { withWorkspace } from "@/lib/http/with-workspace";
import { getAlert } from "@/lib/services/alert/read-alerts";

export const GET = withWorkspace<{ id: string }>(async ({ ctx, params }) =>
  Response.json(await getAlert({ ctx, input: params })),
);
