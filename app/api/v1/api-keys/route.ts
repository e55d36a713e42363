import { withWorkspace } from "@/lib/http/with-workspace";
import { issueApiKey, listApiKeys } from "@/lib/services/api-key/manage";
import { PageInput } from "@/lib/services/page";

export const GET = withWorkspace(async ({ ctx, query }) =>
  Response.json(
    await listApiKeys({
      ctx,
      input: PageInput.parse(Object.fromEntries(query)),
    }),
  ),
);

export const POST = withWorkspace(async ({ ctx, body }) =>
  Response.json(await issueApiKey({ ctx, input: body }), { status: 201 }),
);
