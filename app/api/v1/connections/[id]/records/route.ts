import { withWorkspace } from "@/lib/http/with-workspace";
import {
  LatestRecordsInput,
  listLatestRecords,
} from "@/lib/services/inbox/latest-records";

export const GET = withWorkspace<{ id: string }>(
  async ({ ctx, params, query }) =>
    Response.json(
      await listLatestRecords({
        ctx,
        input: LatestRecordsInput.parse({
          ...Object.fromEntries(query),
          connectionId: params.id,
          events: query.getAll("event"),
        }),
      }),
    ),
);
