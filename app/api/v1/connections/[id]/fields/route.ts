import { withWorkspace } from "@/lib/http/with-workspace";
import { readFields, ReadFieldsInput } from "@/lib/services/catalogue/read";

export const GET = withWorkspace<{ id: string }>(
  async ({ ctx, params, query }) =>
    Response.json(
      await readFields({
        ctx,
        input: ReadFieldsInput.parse({
          ...Object.fromEntries(query),
          connectionId: params.id,
          events: query.getAll("event"),
        }),
      }),
    ),
);
