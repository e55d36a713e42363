import { withWorkspace } from "@/lib/http/with-workspace";
import { checkConnection } from "@/lib/services/connection/check";

export const POST = withWorkspace<{ id: string }>(async ({ ctx, params }) =>
  Response.json(await checkConnection({ ctx, input: params })),
);
