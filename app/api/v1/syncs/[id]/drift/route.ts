import { withWorkspace } from "@/lib/http/with-workspace";
import { readDrift } from "@/lib/services/catalogue/drift";

export const GET = withWorkspace<{ id: string }>(async ({ ctx, params }) =>
  Response.json(await readDrift({ ctx, input: params })),
);
