import { withWorkspace } from "@/lib/http/with-workspace";
import { getSync } from "@/lib/services/sync/read";
import { removeSync, updateSync } from "@/lib/services/sync/write";

type Params = { id: string };

export const GET = withWorkspace<Params>(async ({ ctx, params }) =>
  Response.json(await getSync({ ctx, input: params })),
);

export const PATCH = withWorkspace<Params>(async ({ ctx, params, body }) =>
  Response.json(
    await updateSync({ ctx, input: { id: params.id, patch: body } }),
  ),
);

export const DELETE = withWorkspace<Params>(async ({ ctx, params }) => {
  await removeSync({ ctx, input: params });
  return new Response(null, { status: 204 });
});
