import { withWorkspace } from "@/lib/http/with-workspace";
import { writeSampleDump } from "@/lib/services/connect/sample";

export const POST = withWorkspace<{ id: string }>(async ({ ctx, params }) =>
  Response.json(await writeSampleDump({ ctx, input: params })),
);
