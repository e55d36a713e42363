import { withWorkspace } from "@/lib/http/with-workspace";
import { createAlertChannel } from "@/lib/services/alert-channel/create";
import { listAlertChannels } from "@/lib/services/alert-channel/read";
import { PageInput } from "@/lib/services/page";

export const GET = withWorkspace(async ({ ctx, query }) =>
  Response.json(
    await listAlertChannels({
      ctx,
      input: PageInput.parse(Object.fromEntries(query)),
    }),
  ),
);

export const POST = withWorkspace(async ({ ctx, body }) =>
  Response.json(await createAlertChannel({ ctx, input: body }), {
    status: 201,
  }),
);
