import { withWorkspace } from "@/lib/http/with-workspace";
import { replayDeadLetters } from "@/lib/services/replay/start-letters";

export const POST = withWorkspace(async ({ ctx, body }) =>
  Response.json(
    { run: await replayDeadLetters({ ctx, input: body }) },
    { status: 201 },
  ),
);
