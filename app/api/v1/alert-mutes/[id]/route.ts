import { withWorkspace } from "@/lib/http/with-workspace";
import { removeMute } from "@/lib/services/alert/mutes";

export const DELETE = withWorkspace<{ id: string }>(async ({ ctx, params }) => {
  await removeMute({ ctx, input: params });
  return new Response(null, { status: 204 });
});
