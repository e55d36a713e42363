import { withWorkspace } from "@/lib/http/with-workspace";
import { tryRule } from "@/lib/services/alert/try-rule";

export const POST = withWorkspace<{ id: string }>(async ({ ctx, params }) =>
  Response.json(await tryRule({ ctx, input: params })),
);
