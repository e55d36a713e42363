import { withWorkspace } from "@/lib/http/with-workspace";
import { findTemplate } from "@/lib/services/template/install";
import { viewOfTemplate } from "@/lib/templates/registry";

export const GET = withWorkspace<{ slug: string }>(async ({ params }) =>
  Response.json(viewOfTemplate(findTemplate(params.slug))),
);
