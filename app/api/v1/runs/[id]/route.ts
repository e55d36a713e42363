import { withWorkspace } from "@/lib/http/with-workspace";
import { getRun } from "@/lib/services/run/read";

export const GET = withWorkspace<{ id: string }>(async ({ ctx, params }) =>
  Response.json(await getRun({ ctx, input: params })),
);
