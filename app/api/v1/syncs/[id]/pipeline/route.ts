import { withWorkspace } from "@/lib/http/with-workspace";
import { readPipeline } from "@/lib/services/run/pipeline";

export const GET = withWorkspace<{ id: string }>(async ({ ctx, params }) =>
  Response.json(await readPipeline({ ctx, input: params })),
);
