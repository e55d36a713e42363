import { withWorkspace } from "@/lib/http/with-workspace";
import { getDeadLetter } from "@/lib/services/dead-letter/detail";

export const GET = withWorkspace<{ id: string }>(async ({ ctx, params }) =>
  Response.json(await getDeadLetter({ ctx, input: params })),
);
