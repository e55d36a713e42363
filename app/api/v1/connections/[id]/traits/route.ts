import { withWorkspace } from "@/lib/http/with-workspace";
import { createTrait } from "@/lib/services/trait/create";
import { listTraits } from "@/lib/services/trait/read";

type Params = { id: string };

export const GET = withWorkspace<Params>(async ({ ctx, params }) =>
  Response.json(await listTraits({ ctx, input: { connectionId: params.id } })),
);

export const POST = withWorkspace<Params>(async ({ ctx, params, body }) =>
  Response.json(
    await createTrait({ ctx, input: { connectionId: params.id, body } }),
    { status: 201 },
  ),
);
