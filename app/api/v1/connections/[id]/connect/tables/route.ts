import { withWorkspace } from "@/lib/http/with-workspace";
import { changeConnectTables } from "@/lib/services/connect/change-tables";
import { isJsonObject } from "@/lib/shared/json";

export const PATCH = withWorkspace<{ id: string }>(
  async ({ ctx, params, body }) =>
    Response.json(
      await changeConnectTables({
        ctx,
        input: { ...(isJsonObject(body) ? body : {}), id: params.id },
      }),
    ),
);
