import { withWorkspace } from "@/lib/http/with-workspace";
import {
  listDeadLetters,
  ListDeadLettersInput,
} from "@/lib/services/dead-letter/list";

export const GET = withWorkspace(async ({ ctx, query }) =>
  Response.json(
    await listDeadLetters({
      ctx,
      input: ListDeadLettersInput.parse(Object.fromEntries(query)),
    }),
  ),
);
