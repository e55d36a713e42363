import { withWorkspace } from "@/lib/http/with-workspace";
import {
  groupDeadLetters,
  GroupLettersInput,
} from "@/lib/services/dead-letter/groups";

export const GET = withWorkspace(async ({ ctx, query }) =>
  Response.json({
    data: await groupDeadLetters({
      ctx,
      input: GroupLettersInput.parse(Object.fromEntries(query)),
    }),
    nextCursor: null,
  }),
);
