import { withWorkspace } from "@/lib/http/with-workspace";
import { tryDraftRule } from "@/lib/services/alert/try-rule";

export const POST = withWorkspace(async ({ ctx, body }) =>
  Response.json(await tryDraftRule({ ctx, input: body })),
);
