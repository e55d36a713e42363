import { withWorkspace } from "@/lib/http/with-workspace";
import { listNotifications } from "@/lib/services/alert-channel/notifications";
import { PageInput } from "@/lib/services/page";

export const GET = withWorkspace<{ id: string }>(
  async ({ ctx, params, query }) =>
    Response.json(
      await listNotifications({
        ctx,
        input: {
          id: params.id,
          page: PageInput.parse(Object.fromEntries(query)),
        },
      }),
    ),
);
