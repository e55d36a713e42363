import type { TemplateView } from "@/lib/templates/template";

/** What was chosen in a set-up, over all of its steps. */
export type Choices = {
  heap: string | null;
  segment: string | null;
  events: string[];
  segmentEvent: string;
  features: string[];
};

/** As the template asks for it: nothing typed is no answer. */
export function answersOf(
  { choice }: Pick<TemplateView, "choice">,
  { events, segmentEvent, features }: Choices,
): Record<string, unknown> {
  if (choice === "tables") return {};
  if (choice === "features") return { features };
  return {
    event: events.length === 0 ? null : events,
    segmentEvent: segmentEvent.trim() === "" ? null : segmentEvent.trim(),
  };
}
