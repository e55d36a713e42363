import { withWorkspace } from "@/lib/http/with-workspace";
import { pauseImport } from "@/lib/services/connect/control";

export const POST = withWorkspace<{ id: string }>(async ({ ctx, params }) =>
  Response.json(await pauseImport({ ctx, input: params })),
);
