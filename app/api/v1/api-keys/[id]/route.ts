import { withWorkspace } from "@/lib/http/with-workspace";
import { revokeApiKey } from "@/lib/services/api-key/manage";

export const DELETE = withWorkspace<{ id: string }>(async ({ ctx, params }) => {
  await revokeApiKey({ ctx, input: params });
  return new Response(null, { status: 204 });
});
