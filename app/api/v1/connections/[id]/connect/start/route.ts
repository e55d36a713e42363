import { withWorkspace } from "@/lib/http/with-workspace";
import { startImport } from "@/lib/services/connect/control";

export const POST = withWorkspace<{ id: string }>(async ({ ctx, params }) =>
  Response.json(await startImport({ ctx, input: params })),
);
