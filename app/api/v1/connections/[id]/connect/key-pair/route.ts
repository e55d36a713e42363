import { withWorkspace } from "@/lib/http/with-workspace";
import { makeKeyPair } from "@/lib/services/connect/warehouse/key-pair";

export const POST = withWorkspace<{ id: string }>(async ({ ctx, params }) =>
  Response.json(await makeKeyPair({ ctx, input: params })),
);
