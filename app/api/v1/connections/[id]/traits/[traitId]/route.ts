import { withWorkspace } from "@/lib/http/with-workspace";
import { removeTrait } from "@/lib/services/trait/remove";
import { updateTrait } from "@/lib/services/trait/update";

type Params = { id: string; traitId: string };

export const PUT = withWorkspace<Params>(
  async ({ ctx, params: { id: connectionId, traitId }, body }) =>
    Response.json(
      await updateTrait({ ctx, input: { connectionId, traitId, body } }),
    ),
);

export const DELETE = withWorkspace<Params>(
  async ({ ctx, params: { id: connectionId, traitId } }) => {
    await removeTrait({ ctx, input: { connectionId, traitId } });
    return new Response(null, { status: 204 });
  },
);
