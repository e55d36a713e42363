import { withWorkspace } from "@/lib/http/with-workspace";
import { retryLetter } from "@/lib/services/replay/retry-letter";

export const POST = withWorkspace<{ id: string }>(
  async ({ ctx, params, body }) =>
    Response.json(
      { run: await retryLetter({ ctx, input: { id: params.id, body } }) },
      { status: 201 },
    ),
);
