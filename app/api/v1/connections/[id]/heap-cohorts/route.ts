import { withWorkspace } from "@/lib/http/with-workspace";
import {
  HeapCohortsInput,
  listHeapCohorts,
} from "@/lib/services/heap-cohort/list";

export const GET = withWorkspace<{ id: string }>(
  async ({ ctx, params, query }) => {
    const given = Object.fromEntries(query);
    const input = HeapCohortsInput.parse({ ...given, connectionId: params.id });
    return Response.json(await listHeapCohorts({ ctx, input }));
  },
);
