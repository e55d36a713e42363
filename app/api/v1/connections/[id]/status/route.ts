import { withWorkspace } from "@/lib/http/with-workspace";
import {
  readConnectionStatus,
  StatusInput,
} from "@/lib/services/connection/status";

export const GET = withWorkspace<{ id: string }>(
  async ({ ctx, params, query }) => {
    const window = query.get("window") ?? undefined;
    const input = StatusInput.parse({ id: params.id, window });
    return Response.json(await readConnectionStatus({ ctx, input }));
  },
);
