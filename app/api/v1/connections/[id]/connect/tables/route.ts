import { withWorkspace } from "@/lib/http/with-workspace";
import { changeConnectTables } from "@/lib/services/connect/change-tables";

export const PATCH = withWorkspace<{ id: string }>(
  async ({ ctx, params, body }) =>
    Response.json(
      await changeConnectTables({ ctx, input: { id: params.id, body } }),
    ),
);
