import { withWorkspace } from "@/lib/http/with-workspace";
import { testAlertChannel } from "@/lib/services/alert-channel/test";

export const POST = withWorkspace<{ id: string }>(async ({ ctx, params }) =>
  Response.json(await testAlertChannel({ ctx, input: params })),
);
