import { withWorkspace } from "@/lib/http/with-workspace";
import { templates, viewOfTemplate } from "@/lib/templates/registry";

export const GET = withWorkspace(async () =>
  Response.json({ data: templates.map(viewOfTemplate), nextCursor: null }),
);
