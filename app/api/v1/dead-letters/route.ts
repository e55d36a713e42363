import { withWorkspace } from "@/lib/http/with-workspace";
import {
  listDeadLetters,
  ListDeadLettersInput,
} from "@/lib/services/run/dead-letters";

export const GET = withWorkspace(async ({ ctx, query }) =>
  Response.json(
    await listDeadLetters({
      ctx,
      input: ListDeadLettersInput.parse(Object.fromEntries(query)),
    }),
  ),
);
