import { heapEventToSegmentTrack } from "./heap-event-to-segment-track";

/** The one list of templates, in the order of the gallery. */
export const templates = [heapEventToSegmentTrack] as const;

export type TemplateView = {
  slug: string;
  title: string;
  description: string;
  category: string;
  connections: readonly string[];
  questions: readonly { name: string; label: string; help: string }[];
};

/** What people see of a template. */
export function viewOfTemplate(
  template: (typeof templates)[number],
): TemplateView {
  const { slug, title, description, category, connections, questions } =
    template;
  return { slug, title, description, category, connections, questions };
}
