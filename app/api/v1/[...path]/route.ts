import { AppError } from "@/lib/errors";
import { withWorkspace } from "@/lib/http/with-workspace";

/** Whatever no other route answers: a problem like every other, not a page. */
const handler = withWorkspace(async () => {
  throw new AppError("not_found", "There is no such address in this API.");
});

export {
  handler as DELETE,
  handler as GET,
  handler as PATCH,
  handler as POST,
  handler as PUT,
};
