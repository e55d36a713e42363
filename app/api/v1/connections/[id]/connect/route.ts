import { withWorkspace } from "@/lib/http/with-workspace";
import { readConnect } from "@/lib/services/connect/read";

export const GET = withWorkspace<{ id: string }>(async ({ ctx, params }) =>
  Response.json(await readConnect({ ctx, input: params })),
);
