import { withWorkspace } from "@/lib/http/with-workspace";
import { PageInput } from "@/lib/services/page";
import { listSyncs } from "@/lib/services/sync/read";
import { createSync } from "@/lib/services/sync/write";

export const GET = withWorkspace(async ({ ctx, query }) =>
  Response.json(
    await listSyncs({ ctx, input: PageInput.parse(Object.fromEntries(query)) }),
  ),
);

export const POST = withWorkspace(async ({ ctx, body }) =>
  Response.json(await createSync({ ctx, input: body }), { status: 201 }),
);
