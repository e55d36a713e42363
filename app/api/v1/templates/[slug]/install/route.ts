import { withWorkspace } from "@/lib/http/with-workspace";
import { installTemplate } from "@/lib/services/template/install";

export const POST = withWorkspace<{ slug: string }>(
  async ({ ctx, params, body }) =>
    Response.json(
      {
        sync: await installTemplate({
          ctx,
          input: { slug: params.slug, body },
        }),
      },
      { status: 201 },
    ),
);
