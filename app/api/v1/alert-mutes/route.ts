import { withWorkspace } from "@/lib/http/with-workspace";
import { createMute, listMutes } from "@/lib/services/alert/mutes";
import { PageInput } from "@/lib/services/page";

export const GET = withWorkspace(async ({ ctx, query }) =>
  Response.json(
    await listMutes({ ctx, input: PageInput.parse(Object.fromEntries(query)) }),
  ),
);

export const POST = withWorkspace(async ({ ctx, body }) =>
  Response.json(await createMute({ ctx, input: body }), { status: 201 }),
);
