import { withWorkspace } from "@/lib/http/with-workspace";
import { createConnection } from "@/lib/services/connection/create";
import { listConnections } from "@/lib/services/connection/read";
import { PageInput } from "@/lib/services/page";

export const GET = withWorkspace(async ({ ctx, query }) =>
  Response.json(
    await listConnections({
      ctx,
      input: PageInput.parse(Object.fromEntries(query)),
    }),
  ),
);

export const POST = withWorkspace(async ({ ctx, body }) =>
  Response.json(await createConnection({ ctx, input: body }), { status: 201 }),
);
