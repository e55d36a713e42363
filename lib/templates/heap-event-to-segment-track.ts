import { z } from "zod";
import { defaultMapping } from "../sync/actions/fitting";
import type { SyncDefinition } from "../sync/definition";
import { defineTemplate } from "./template";

const NAME_CHARACTERS_MAX = 100;

const Answers = z.strictObject({
  event: z
    .union([z.string().min(1), z.array(z.string().min(1)).min(1), z.null()])
    .default(null),
  segmentEvent: z.string().trim().min(1).nullable().default(null),
});
type Answers = z.infer<typeof Answers>;

/** Heap events become Track calls. */
export const heapEventToSegmentTrack = defineTemplate({
  slug: "heap-event-to-segment-track",
  title: "Heap Event → Segment Track Call",
  description:
    "Forward chosen Heap events as clean Track calls to every destination behind Segment.",
  category: "Events",
  connections: ["heap", "segment"],
  choice: "events",
  questions: [
    {
      name: "event",
      label: "Which Heap events",
      help: "One or more event names; leave it empty for all events.",
    },
    {
      name: "segmentEvent",
      label: "Name in Segment",
      help: "What the calls are called; leave it empty to keep Heap’s names.",
    },
  ],
  answers: Answers,
  build: ({ heap, segment, answers }): SyncDefinition => ({
    name: nameOf(answers),
    source: { connection: heap.id, stream: "events", where: whereOf(answers) },
    trigger: { kind: "stream" },
    startFrom: "now",
    destination: { connection: segment.id, action: "segment.track" },
    mapping: {
      ...defaultMapping("events", "segment.track", String(heap.settings.appId)),
      ...(answers.segmentEvent === null
        ? {}
        : { event: { value: answers.segmentEvent } }),
    },
    delivery: { maxAttempts: 8, order: "person" },
  }),
});

function nameOf({ event }: Answers): string {
  const events = eventsOf(event);
  const subject = events.length === 0 ? "All events" : events.join(", ");
  return `${subject.slice(0, NAME_CHARACTERS_MAX)} to Segment`;
}

function whereOf({ event }: Answers): SyncDefinition["source"]["where"] {
  const events = eventsOf(event);
  const [only] = events;
  if (only === undefined) return null;
  return events.length === 1
    ? { path: "event", op: "=", value: only }
    : { path: "event", op: "in", value: events };
}

function eventsOf(event: Answers["event"]): string[] {
  if (event === null) return [];
  return typeof event === "string" ? [event] : event;
}
