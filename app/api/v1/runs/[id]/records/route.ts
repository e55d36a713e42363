import { withWorkspace } from "@/lib/http/with-workspace";
import { listRunRecords, ListRecordsInput } from "@/lib/services/run/records";

export const GET = withWorkspace<{ id: string }>(
  async ({ ctx, params, query }) => {
    const input = ListRecordsInput.parse({
      ...Object.fromEntries(query),
      runId: params.id,
    });
    return Response.json(await listRunRecords({ ctx, input }));
  },
);
