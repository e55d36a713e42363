import { heapConnectEventsToSegmentTrack } from "./heap-connect-events-to-segment-track";
import { heapEventToSegmentTrack } from "./heap-event-to-segment-track";
import { heapTraitsToSegmentIdentify } from "./heap-traits-to-segment-identify";
import type { Template, TemplateView } from "./template";

/** The one list of templates, in the order of the gallery. */
export const templates: readonly Template[] = [
  heapEventToSegmentTrack,
  heapConnectEventsToSegmentTrack,
  heapTraitsToSegmentIdentify,
];

/** What people see of a template. */
export function viewOfTemplate(template: Template): TemplateView {
  const { slug, title, description, category } = template;
  const { connections, choice, questions } = template;
  return {
    ...{ slug, title, description, category },
    ...{ connections, choice, questions },
  };
}
