import { withWorkspace } from "@/lib/http/with-workspace";
import {
  EventNamesInput,
  listEventNames,
} from "@/lib/services/inbox/event-names";

export const GET = withWorkspace<{ id: string }>(
  async ({ ctx, params, query }) => {
    const input = EventNamesInput.parse({
      ...Object.fromEntries(query),
      connectionId: params.id,
    });
    return Response.json({
      data: await listEventNames({ ctx, input }),
      nextCursor: null,
    });
  },
);
