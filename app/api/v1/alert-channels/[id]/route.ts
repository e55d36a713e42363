import { withWorkspace } from "@/lib/http/with-workspace";
import { getAlertChannel } from "@/lib/services/alert-channel/read";
import { removeAlertChannel } from "@/lib/services/alert-channel/remove";
import { updateAlertChannel } from "@/lib/services/alert-channel/update";

type Params = { id: string };

export const GET = withWorkspace<Params>(async ({ ctx, params }) =>
  Response.json(await getAlertChannel({ ctx, input: params })),
);

export const PATCH = withWorkspace<Params>(async ({ ctx, params, body }) =>
  Response.json(
    await updateAlertChannel({ ctx, input: { id: params.id, patch: body } }),
  ),
);

export const DELETE = withWorkspace<Params>(async ({ ctx, params }) => {
  await removeAlertChannel({ ctx, input: params });
  return new Response(null, { status: 204 });
});
